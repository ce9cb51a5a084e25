//! Creates and edits many items of a menu in one transaction.

use std::collections::{BTreeMap, HashMap, HashSet};

use domain::event::MenuEventKind;
use domain::item::{Item, ItemId, MAX_STOCK};
use service::trace_context::TraceContext;
use store::{Tx, businesses, decoded, items, sequences};

use super::menu_entry::DesiredItem;
use crate::app::App;
use crate::error::{Error, Result, retry};
use crate::extract::Owner;
use crate::menu_log::record_items;
use crate::routes::compat::references::ItemRef;
use crate::routes::items::lock_own;

/// Creates and edits items on the owner's menu: all entries or none. Returns the items in the order of the entries.
pub(in crate::routes::compat) async fn import(
    app: &App,
    owner: &Owner,
    trace: &TraceContext,
    entries: &[DesiredItem],
) -> Result<Vec<Item>> {
    let items = retry(|| try_import(app, owner, trace, entries)).await?;
    app.relay.wake();
    Ok(items)
}

async fn try_import(app: &App, owner: &Owner, trace: &TraceContext, entries: &[DesiredItem]) -> Result<Vec<Item>> {
    let mut tx = app.db.begin().await?;
    // The sequence is the first lock of all transactions that use it. It also makes concurrent imports of the same menu wait for
    // each other: the second one finds the items by name.
    if entries.iter().any(|entry| entry.id.is_none()) {
        sequences::lock_item_numbers(&mut tx).await?;
    }
    let targets = find_targets(&mut tx, owner, entries).await?;
    let (mut done, mut changed) = (BTreeMap::new(), Vec::new());
    // Items are always locked in id order.
    let mut edits: Vec<(ItemId, usize)> =
        targets.iter().enumerate().filter_map(|(index, id)| Some(((*id)?, index))).collect();
    edits.sort_unstable();
    for (id, index) in edits {
        let item = lock_own(&mut tx, owner, id).await?;
        let (version, stock) = (item.version, item.stock_quantity);
        let item = edit(&mut tx, app, owner, item, &entries[index]).await?;
        if (item.version, item.stock_quantity) != (version, stock) {
            changed.push((MenuEventKind::ItemUpdated, item.clone()));
        }
        done.insert(index, item);
    }
    let new: Vec<_> = (0..entries.len()).filter(|index| targets[*index].is_none()).collect();
    let created = create(&mut tx, app, owner, new.iter().map(|index| &entries[*index])).await?;
    changed.extend(created.iter().map(|item| (MenuEventKind::ItemAdded, item.clone())));
    done.extend(new.into_iter().zip(created));
    record_items(&mut tx, app, (&owner.account, trace), changed).await?;
    tx.commit().await?;
    Ok(done.into_values().collect())
}

/// Returns the item that each entry edits: the item with the id of the entry or, for an entry without an id, the item on the menu
/// with the same name. Returns `None` for an entry that creates an item.
async fn find_targets(tx: &mut Tx, owner: &Owner, entries: &[DesiredItem]) -> Result<Vec<Option<ItemId>>> {
    let by_number = find_numbers(tx, entries).await?;
    let by_name =
        if entries.iter().any(|entry| entry.id.is_none()) { find_names(tx, owner).await? } else { HashMap::new() };
    let (mut targets, mut edited, mut new_names) = (Vec::with_capacity(entries.len()), HashSet::new(), HashSet::new());
    for entry in entries {
        let (field, target) = match (&entry.id, &entry.name) {
            (Some(ItemRef::Id(id)), _) => ("id", Some(*id)),
            (Some(ItemRef::Number(number)), _) => ("id", Some(*by_number.get(number).ok_or(Error::NotFound("item"))?)),
            (None, Some(name)) => match by_name.get(name.as_str()).map_or(&[][..], Vec::as_slice) {
                [] if !new_names.insert(name.as_str()) => return Err(entry.invalid("name", "must not be repeated")),
                [] => ("name", None),
                [id] => ("name", Some(*id)),
                _ => return Err(entry.invalid("name", "is the name of several items; send the id of one of them")),
            },
            (None, None) => return Err(entry.invalid("name", "is missing")),
        };
        if target.is_some_and(|id| !edited.insert(id)) {
            return Err(entry.invalid(field, "must not be repeated"));
        }
        targets.push(target);
    }
    Ok(targets)
}

/// Returns the ids of the items that entries identify by number, with the number as the key.
async fn find_numbers(tx: &mut Tx, entries: &[DesiredItem]) -> Result<HashMap<i64, ItemId>> {
    let number = |entry: &DesiredItem| match entry.id {
        Some(ItemRef::Number(number)) => Some(number),
        Some(ItemRef::Id(_)) | None => None,
    };
    let numbers: Vec<_> = entries.iter().filter_map(number).collect();
    let found = if numbers.is_empty() { Vec::new() } else { items::find_by_numbers(tx, &numbers).await? };
    Ok(found.into_iter().map(|item| (item.number, item.id)).collect())
}

/// Returns the ids of the items on the owner's menu, with the name as the key. Several items can have the same name.
async fn find_names(tx: &mut Tx, owner: &Owner) -> Result<HashMap<String, Vec<ItemId>>> {
    let mut names: HashMap<String, Vec<ItemId>> = HashMap::new();
    for item in decoded(items::list_menu(tx, owner.business, 0, i64::MAX).await?) {
        names.entry(item.name.to_string()).or_default().push(item.id);
    }
    Ok(names)
}

/// Creates items with consecutive numbers.
async fn create(
    tx: &mut Tx,
    app: &App,
    owner: &Owner,
    entries: impl ExactSizeIterator<Item = &DesiredItem>,
) -> Result<Vec<Item>> {
    if entries.len() == 0 {
        return Ok(Vec::new());
    }
    let business = businesses::lock(tx, owner.business).await?.ok_or(Error::NotFound("business"))?;
    let numbers = sequences::next_item_numbers(tx, entries.len()).await?;
    let to_item = |(entry, number): (&DesiredItem, i64)| {
        let new_item = entry.to_new_item(&business)?;
        Ok(new_item.into_item(ItemId(app.clock.new_id()), number, &business))
    };
    let new: Vec<Item> = entries.zip(numbers).map(to_item).collect::<Result<_>>()?;
    items::create_all(tx, &new, owner.id().0, app.clock.now()).await?;
    Ok(new)
}

/// Edits an item that is locked. Values that are equal to those of the item change nothing, not even its version.
async fn edit(tx: &mut Tx, app: &App, owner: &Owner, item: Item, entry: &DesiredItem) -> Result<Item> {
    let edited = item.clone().apply(entry.to_change(&item)?);
    let is_edited =
        (&edited.name, &edited.image_url, edited.price_cents) != (&item.name, &item.image_url, item.price_cents);
    if is_edited && !items::update(tx, &edited).await? {
        return Err(Error::StaleVersion(item.version));
    }
    let mut item = if is_edited { edited } else { item };
    if let Some(stock) = entry.stock() {
        // The item is locked, so adding the difference sets the stock.
        let delta = stock - item.stock_quantity;
        if delta != 0 && !items::adjust_stock(tx, item.id, delta, MAX_STOCK, owner.id().0, app.clock.stamp()).await? {
            return Err(Error::StaleVersion(item.version));
        }
        item.stock_quantity = stock;
    }
    Ok(item)
}
