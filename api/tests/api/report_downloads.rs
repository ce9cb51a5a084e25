//! The product report as a CSV file for spreadsheets.

use std::process::Stdio;
use std::time::Duration;

use serde_json::json;
use testkit::TempDir;
use testkit::api_client::id_of;
use tokio::process::Command;

use crate::support::{Menu, TestServer};

const PRODUCTS: &str = "/api/reports/products";

/// Maximum time for LibreOffice to convert a file. Its first start creates a profile.
const CONVERSION_TIMEOUT: Duration = Duration::from_mins(2);

/// Creates a business with these items, `(name, price in cents)`, and sells one portion of each. Returns the menu.
async fn sell(server: &TestServer, names: &[(&str, i64)]) -> Menu {
    let items: Vec<_> = names.iter().map(|&(name, price)| (name, price, 9)).collect();
    let menu = server.business_with_items(&items).await;
    menu.update_settings(json!({"acceptance": "manual", "kitchen": "manual"})).await;
    for item in 0..names.len() {
        let order = menu.owner.place_order(&menu[item], 1).await;
        for command in ["accept", "start", "complete"] {
            menu.owner.command(command, &order).await.expect_status(200);
        }
    }
    menu
}

#[tokio::test]
async fn download_has_a_byte_order_mark_and_marks_texts() {
    let server = TestServer::start().await;
    let menu = sell(&server, &[("Crème", 123_450), ("=1+1", 7), ("007", 100)]).await;
    let download = async |query: &str| {
        let response = menu.owner.get(format!("{PRODUCTS}?download=true&sort=revenue{query}")).await;
        response.clone().expect_status(200);
        assert_eq!(response.header("content-type"), Some("text/csv; charset=utf-8; header=present"));
        let name = response.header("content-disposition").unwrap();
        assert!(name.starts_with("attachment; filename=\"sales-2026-") && name.ends_with(".csv\""), "{name}");
        response.text
    };
    let (id, number) = (|n: usize| id_of(&menu[n]), |n: usize| &menu[n]["number"]);
    assert_eq!(
        download("").await,
        format!(
            "\u{feff}number,name,category,quantity,revenue,currency,item_id\r\n\
             {},Crème,,1,1234.50,EUR,{}\r\n\
             {},'007,,1,1.00,EUR,{}\r\n\
             {},'=1+1,,1,0.07,EUR,{}\r\n",
            number(0),
            id(0),
            number(2),
            id(2),
            number(1),
            id(1)
        )
    );
    let with_commas = download("&decimal_separator=comma").await;
    assert!(with_commas.starts_with("\u{feff}number;name;category;quantity;revenue;currency;item_id\r\n"));
    assert!(with_commas.contains(";Crème;;1;1234,50;EUR;"), "{with_commas}");

    // Programs get the same file as ever.
    for query in ["", "?download=false", "?download="] {
        let plain = menu.owner.get(format!("{PRODUCTS}{query}")).header("accept", "text/csv").await;
        assert!(plain.text.starts_with("number,name,"), "{query}");
        assert!(plain.text.contains(",007,,1,1.00,EUR,"), "{query}");
    }
    for (query, field) in [("download=1", "download"), ("decimal_separator=comma", "decimal_separator")] {
        assert_eq!(menu.owner.get(format!("{PRODUCTS}?{query}")).await.expect_invalid_fields(), [field]);
    }
    let query = "download=true&decimal_separator=dot";
    assert_eq!(menu.owner.get(format!("{PRODUCTS}?{query}")).await.expect_invalid_fields(), ["decimal_separator"]);
    server.close().await;
}

/// Opens a CSV file in LibreOffice and returns its cells: texts in quotes, numbers without quotes, and formulas as formulas.
/// Returns `None` if LibreOffice is not installed.
async fn open_in_libreoffice(csv: &str, delimiter: u8, language: u32) -> Option<String> {
    let dir = TempDir::new();
    let (input, output) = (dir.path().join("report.csv"), dir.path().join("cells"));
    std::fs::write(&input, csv).unwrap();
    let conversion = Command::new("soffice")
        .arg(format!("-env:UserInstallation=file://{}", dir.path().join("profile").display()))
        .args(["--headless", &format!("--infilter=CSV:{delimiter},34,76,1,,{language}")])
        .args(["--convert-to", "csv:Text - txt - csv (StarCalc):44,34,76,1,,1033,true,false,true", "--outdir"])
        .args([&output, &input])
        .stdin(Stdio::null())
        .kill_on_drop(true)
        .output();
    match tokio::time::timeout(CONVERSION_TIMEOUT, conversion).await.expect("LibreOffice did not answer") {
        Ok(result) => {
            assert!(result.status.success(), "{}", String::from_utf8_lossy(&result.stderr));
            Some(std::fs::read_to_string(output.join("report.csv")).unwrap())
        }
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => None,
        Err(error) => panic!("{error}"),
    }
}

#[tokio::test]
async fn spreadsheet_reads_texts_as_texts_and_numbers_as_numbers() {
    let server = TestServer::start().await;
    let names = [
        "Crème Brûlée",
        "=1+1",
        "+34",
        "@SUM(A1)",
        "007",
        "1e5",
        "2026-01-02",
        "12345678901234567890",
        "True",
        "wahr",
        "FALSCH",
        "Falso",
        "Vrai",
        "24. Dez",
        "14 juillet",
        "Fish; \"fresh\", 2",
    ];
    let items: Vec<_> = names.iter().zip((1..).map(|n| 100_000 - n)).map(|(&name, price)| (name, price)).collect();
    let menu = sell(&server, &items).await;
    // English (US), German and French.
    for (separator, delimiter, language) in [("point", b',', 1033), ("comma", b';', 1031), ("comma", b';', 1036)] {
        let query = format!("download=true&sort=revenue&decimal_separator={separator}");
        let file = menu.owner.get(format!("{PRODUCTS}?{query}")).await;
        let Some(cells) = open_in_libreoffice(&file.text, delimiter, language).await else {
            println!("skipped: LibreOffice is not installed");
            break;
        };
        let mut rows = cells.lines();
        let header = "\"number\",\"name\",\"category\",\"quantity\",\"revenue\",\"currency\",\"item_id\"";
        assert_eq!(rows.next().unwrap().trim_start_matches('\u{feff}'), header);
        for (n, name) in [
            "Crème Brûlée",
            "'=1+1",
            "'+34",
            "'@SUM(A1)",
            "'007",
            "'1e5",
            "'2026-01-02",
            "'12345678901234567890",
            "'True",
            "'wahr",
            "'FALSCH",
            "'Falso",
            "'Vrai",
            "'24. Dez",
            "'14 juillet",
            "Fish; \"\"fresh\"\", 2",
        ]
        .into_iter()
        .enumerate()
        {
            let (number, id) = (&menu[n]["number"], id_of(&menu[n]));
            let revenue = format!("999.{}", 99 - n);
            // LibreOffice writes numbers without trailing zeros.
            let expected = format!("{number},\"{name}\",,1,{},\"EUR\",\"{id}\"", revenue.trim_end_matches('0'));
            assert_eq!(rows.next(), Some(&*expected), "{language}");
        }
        assert_eq!(rows.next(), None);
    }
    server.close().await;
}
