//! Lists and replays the kitchen's dead letters.

use domain::event::EventRecord;
use lapin::message::Delivery;
use lapin::options::{BasicAckOptions, BasicGetOptions, BasicPublishOptions, ConfirmSelectOptions};
use lapin::{Channel, Confirmation};
use uuid::Uuid;

use super::publisher::Publisher;
use super::{codec, within_timeout};
use crate::delivery::{DeadLetter, check_payload};
use crate::error::Error;

impl Publisher {
    /// Lists the oldest dead letters. They are fetched without acknowledgement and return to the queue when the channel closes.
    pub(crate) async fn list_dead_letters(&self, limit: usize) -> Result<Vec<DeadLetter>, Error> {
        let _guard = self.dead_letters_lock.lock().await;
        let connection = self.connection().await?;
        let channel = connection.open_channel().await?;
        let mut letters = Vec::new();
        while letters.len() < limit
            && let Some(letter) = self.fetch_dead_letter(&channel).await?
        {
            let reason = codec::header(&letter.properties, "x-first-death-reason").unwrap_or("unknown").to_owned();
            letters.push(DeadLetter { event: decode(&letter.properties, letter.data), reason });
        }
        within_timeout("return the dead letters", channel.close(200, "OK".into())).await?;
        connection.release();
        Ok(letters)
    }

    /// Moves a dead letter to the kitchen queue: publishes it there first, then removes it from the dead-letter queue. Returns
    /// `false` if there is no such dead letter.
    pub(crate) async fn replay_dead_letter(&self, id: Uuid) -> Result<bool, Error> {
        let _guard = self.dead_letters_lock.lock().await;
        let connection = self.connection().await?;
        let channel = connection.open_channel().await?;
        let mut found = false;
        // The others must not be dropped before the channel is closed.
        let mut others = Vec::new();
        while !found && let Some(letter) = self.fetch_dead_letter(&channel).await? {
            match decode(&letter.properties, letter.data.clone()) {
                Ok(event) if event.id.0 == id => {
                    self.publish_to_kitchen(&channel, &event).await?;
                    within_timeout("remove a dead letter", letter.ack(BasicAckOptions::default())).await?;
                    found = true;
                }
                _ => others.push(letter),
            }
        }
        within_timeout("return the dead letters", channel.close(200, "OK".into())).await?;
        connection.release();
        Ok(found)
    }

    async fn fetch_dead_letter(&self, channel: &Channel) -> Result<Option<Delivery>, Error> {
        let queue = self.server.topology.kitchen_dead.clone();
        let get = channel.basic_get(queue, BasicGetOptions::default());
        Ok(within_timeout("fetch a dead letter", get).await?.map(|message| message.delivery))
    }

    /// Publishes directly to the queue, because the notifiers have received the event already.
    async fn publish_to_kitchen(&self, channel: &Channel, event: &EventRecord) -> Result<(), Error> {
        let kitchen = self.server.topology.kitchen.clone();
        let mandatory = BasicPublishOptions { mandatory: true, ..Default::default() };
        let confirmation = within_timeout("confirm a message", async {
            channel.confirm_select(ConfirmSelectOptions::default()).await?;
            let (body, properties) = (event.payload.as_str().as_bytes(), codec::properties(event));
            channel.basic_publish("".into(), kitchen, mandatory, body, properties).await?.await
        })
        .await?;
        match confirmation {
            Confirmation::Ack(None) => Ok(()),
            _ => Err(Error::Unconfirmed { unconfirmed: 1, published: 1, reason: "the kitchen queue does not exist" }),
        }
    }
}

fn decode(properties: &lapin::BasicProperties, body: Vec<u8>) -> Result<EventRecord, String> {
    codec::decode(properties, body).and_then(check_payload)
}
