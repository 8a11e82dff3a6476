package bolt

import (
	"bytes"
	"fmt"

	"otklik/internal/inbox"
)

// officials takes note of who writes for the official's side. Whoever is new among them was so in what is stored
// already: an employee may be added to the configuration, or an administrator be found, after his answers were read.
func (c *commit) officials(all []inbox.Official) error {
	b := c.bucket(bucketOfficials)
	for _, o := range all {
		if o.Author == "" {
			continue
		}
		ch, err := c.channel(o.Channel, true)
		if err != nil {
			return err
		}
		key := append(appendChannel(nil, ch), o.Author...)
		// Every reading names the whole staff again; a channel is walked through once for each of them.
		if b.Get(key) != nil {
			continue
		}
		if err := c.put(b, bucketOfficials, key, []byte{}); err != nil {
			return err
		}
		if err := c.recognise(ch, o.Author); err != nil {
			return err
		}
	}
	return nil
}

// recognise turns the author's stored messages into the official side's. It reads the whole channel, which happens once
// for each new author.
func (c *commit) recognise(ch *channel, author string) error {
	prefix := appendChannel(nil, ch)
	cursor := c.messages.Cursor()
	for k, v := cursor.Seek(prefix); k != nil && bytes.HasPrefix(k, prefix); k, v = cursor.Next() {
		stored, err := c.readMessage(k, v)
		if err != nil {
			return fmt.Errorf("look for the messages of a new official: %w", err)
		}
		if stored.Author.Official || stored.Author.ID != author {
			continue
		}
		e, err := c.find(ch, stored.Ref())
		if err != nil {
			return err
		}
		e.Author.Official, e.write, e.pending = true, true, true
	}
	return nil
}
