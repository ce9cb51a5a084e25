//! The dead letters of the kitchen: looked at, and put back.

use lapin::message::Delivery;
use lapin::options::{BasicAckOptions, BasicGetOptions, BasicPublishOptions, ConfirmSelectOptions};
use lapin::{Channel, Confirmation};
use uuid::Uuid;

use super::publisher::Publisher;
use super::{wire, within};
use crate::broker::{DeadLetter, Error, Message};

impl Publisher {
    /// The oldest ones. They are fetched without an acknowledgement, so closing the channel puts them back.
    pub(super) async fn dead_letters(&self, limit: usize) -> Result<Vec<DeadLetter>, Error> {
        let _alone = self.letters.lock().await;
        let line = self.connection().await?;
        let channel = line.open_channel().await?;
        let mut letters = Vec::new();
        while letters.len() < limit
            && let Some(letter) = self.next_letter(&channel).await?
        {
            let reason = wire::header(&letter.properties, "x-first-death-reason").unwrap_or("unknown").to_owned();
            letters.push(DeadLetter { message: wire::read(&letter.properties, letter.data), reason });
        }
        within("put the dead letters back", channel.close(200, "OK".into())).await?;
        line.release();
        Ok(letters)
    }

    /// Moves one into the kitchen queue: first it is there, then it is gone here.
    pub(super) async fn replay(&self, id: Uuid) -> Result<bool, Error> {
        let _alone = self.letters.lock().await;
        let line = self.connection().await?;
        let channel = line.open_channel().await?;
        let mut found = false;
        let mut others = Vec::new(); // not dropped before the channel is closed
        while !found && let Some(letter) = self.next_letter(&channel).await? {
            match wire::read(&letter.properties, letter.data.clone()) {
                Ok(message) if message.id == id => {
                    self.put_back(&channel, &message).await?;
                    within("take an acknowledgement", letter.ack(BasicAckOptions::default())).await?;
                    found = true;
                }
                _ => others.push(letter),
            }
        }
        within("put the dead letters back", channel.close(200, "OK".into())).await?;
        line.release();
        Ok(found)
    }

    async fn next_letter(&self, channel: &Channel) -> Result<Option<Delivery>, Error> {
        let queue = self.server.topology.kitchen_dead.clone();
        let got = within("fetch a dead letter", channel.basic_get(queue, BasicGetOptions::default())).await?;
        Ok(got.map(|letter| letter.delivery))
    }

    /// Not through the exchange: the notifiers have heard of it already.
    async fn put_back(&self, channel: &Channel, message: &Message) -> Result<(), Error> {
        let kitchen = self.server.topology.kitchen.clone();
        let mandatory = BasicPublishOptions { mandatory: true, ..Default::default() };
        let confirmation = within("confirm a message", async {
            channel.confirm_select(ConfirmSelectOptions::default()).await?;
            let properties = wire::properties(message);
            channel.basic_publish("".into(), kitchen, mandatory, &message.body, properties).await?.await
        })
        .await?;
        match confirmation {
            Confirmation::Ack(None) => Ok(()),
            _ => Err(Error::Unconfirmed { refused: 1, sent: 1, why: "the kitchen queue is gone" }),
        }
    }
}
