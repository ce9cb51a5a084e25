//! Words that spreadsheets convert to values, in the languages of their locales.
//!
//! Sources are the function names of Excel and the locale data of LibreOffice. Words are compared by their search keys, which
//! ignore case and accents.

use std::collections::HashSet;
use std::sync::LazyLock;

use domain::search::search_key;

use super::DecimalSeparator;

/// The words for true and false, by language. Japanese and Chinese (mainland) use the English words.
const TRUTH_VALUES: &str = "true false صحيح خاطئ вярно невярно cert veritat fals pravda nepravda sand falsk wahr falsch
    σωστό λάθος αληθής ψευδής αληθές ψευδές verdadero falso tõene väär egiazkoa faltsua tosi epätosi vrai faux točno netočno
    istina laž igaz hamis benar salah vero 참 거짓 tiesa netiesa patiess aplams sann usann waar onwaar prawda fałsz verdadeiro
    adevărat истина ложь sant falskt จริง เท็จ doğru yanlış істина брехня đúng sai 真 假";

/// Words that are part of a number, a date or a time if they are next to a number: the names of months, by language, and English
/// abbreviations.
const VALUE_WORDS: &str = "e a p am pm
    jan feb mar apr may jun jul aug sep sept oct nov dec
    january february march april june july august september october november december
    jän mär mai okt dez januar jänner februar feber märz juni juli oktober dezember
    janv févr avr juil août déc janvier février mars avril juin juillet septembre octobre novembre décembre
    ene abr ago dic enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre
    gen mag giu lug ott gennaio febbraio aprile maggio giugno luglio settembre ottobre dicembre
    fev dez janeiro fevereiro março maio junho julho setembro outubro novembro dezembro
    mrt mei januari februari maart augustus
    sty lut kwi maj cze lip sie wrz paź lis gru
    styczeń luty marzec kwiecień czerwiec lipiec sierpień wrzesień październik listopad grudzień
    stycznia lutego marca kwietnia maja czerwca lipca sierpnia września października listopada grudnia
    led úno bře dub kvě čvn čvc srp zář říj
    leden únor březen duben květen červen červenec srpen září říjen prosinec
    ledna února března dubna května června července srpna října prosince
    marts oktober augusti
    des desember
    tammi helmi maalis huhti touko kesä heinä elo syys loka marras joulu
    tammikuu helmikuu maaliskuu huhtikuu toukokuu kesäkuu heinäkuu elokuu syyskuu lokakuu marraskuu joulukuu
    tammikuuta helmikuuta maaliskuuta huhtikuuta toukokuuta kesäkuuta heinäkuuta elokuuta syyskuuta lokakuuta marraskuuta
    joulukuuta
    febr márc ápr máj jún júl szept január február március április május június július augusztus szeptember október
    oca şub nis haz tem ağu eyl eki kas ara ocak şubat mart nisan mayıs haziran temmuz ağustos eylül ekim kasım aralık
    янв фев мар апр май июн июл авг сен окт ноя дек
    январь февраль март апрель июнь июль август сентябрь октябрь ноябрь декабрь
    января февраля марта апреля мая июня июля августа сентября октября ноября декабря
    ιαν φεβ μαρ απρ μαΐ μαϊ ιουν ιουλ αυγ σεπ οκτ νοε δεκ
    ιανουάριος φεβρουάριος μάρτιος απρίλιος μάιος ιούνιος ιούλιος αύγουστος σεπτέμβριος οκτώβριος νοέμβριος δεκέμβριος
    ιανουαρίου φεβρουαρίου μαρτίου απριλίου μαΐου ιουνίου ιουλίου αυγούστου σεπτεμβρίου οκτωβρίου νοεμβρίου δεκεμβρίου";

/// Names of months in Italian, Portuguese and Czech that are also English words. The locales of these languages have a decimal
/// comma.
const AMBIGUOUS_WORDS: &str = "set out pro";

static TRUTH_KEYS: LazyLock<HashSet<String>> = LazyLock::new(|| to_keys(TRUTH_VALUES));
static VALUE_KEYS: LazyLock<HashSet<String>> = LazyLock::new(|| to_keys(VALUE_WORDS));

static AMBIGUOUS_KEYS: LazyLock<HashSet<String>> = LazyLock::new(|| to_keys(AMBIGUOUS_WORDS));

fn to_keys(words: &str) -> HashSet<String> {
    words.split_whitespace().map(search_key).collect()
}

/// Returns `true` for a text that is a word for true or false.
pub(super) fn is_truth_value(text: &str) -> bool {
    TRUTH_KEYS.contains(&search_key(text))
}

/// Returns `true` for a word that is part of a number, a date or a time if it is next to a number, in a locale with this decimal
/// separator.
pub(super) fn is_value_word(word: &str, separator: DecimalSeparator) -> bool {
    let key = search_key(word);
    VALUE_KEYS.contains(&key) || (separator == DecimalSeparator::Comma && AMBIGUOUS_KEYS.contains(&key))
}
