package sandbox

import (
	"encoding/json"
	"fmt"
	"strings"
)

// Config is a complete configuration file that reads this town from a sandbox at baseURL into the store at storePath.
func (s *Sandbox) Config(baseURL, storePath string) string {
	text := configHeader + config(strings.TrimSuffix(baseURL, "/"), storePath, s.options.Town.Official,
		s.options.Places)
	if s.options.Bodies {
		text += bodies
	}
	return text
}

const configHeader = "# Made by otklik for its made-up town. As long as nothing is changed in it, `otklik demo` and " +
	"`otklik sandbox` replace it.\n"

// Wrote reports whether a text is a Config as it was written, of this or an earlier version, and into which store it
// reads. A word that somebody changed makes it theirs: what was tried on a sandbox first may be an office's
// configuration now.
func Wrote(text string) (storePath string, ok bool) {
	for strings.HasPrefix(text, "#") {
		_, text, _ = strings.Cut(text, "\n")
	}
	value := func(before, after string) (v string) {
		_, rest, _ := strings.Cut(text, "\n"+before)
		line, _, _ := strings.Cut(rest, "\n")
		// what is no string leaves it empty, and the texts differ
		_ = json.Unmarshal([]byte(strings.TrimSuffix(line, after)), &v)
		return v
	}
	storePath = value("  path: ", "")
	today := config(value("  telegram: { api_url: ", " }"), storePath, value("    name: ", ""), value("  places: ", ""))
	text = strings.TrimSuffix(text, bodies)
	return storePath, text == today || text == strings.Replace(today, replies, "", 1)
}

// bodies are those of a made-up region. Earlier versions did not name them.
const bodies = `bodies:
  - name: Министерство жилищного хозяйства
    groups: [ЖКХ, Энергетика, Строительство и архитектура]
  - name: Министерство дорог и транспорта
    groups: [Дороги, Общественный транспорт]
  - name: Министерство здравоохранения
    groups: [Здравоохранение, Социальное обслуживание и защита]
  - name: Министерство образования
    groups: [Образование, Молодежная политика, Физическая культура и спорт]
  - name: Комитет по благоустройству и экологии
    groups: [Благоустройство, Экология, Обращение с отходами]
`

// replies lets the town be answered, which earlier versions did not know.
const replies = "replies: true\n"

func config(baseURL, storePath, official, places string) string {
	text := fmt.Sprintf(`timezone: Europe/Moscow
language: ru
store:
  path: %s
platforms:
  vk:       { api_url: %s }
  telegram: { api_url: %s }
officials:
  - id: governor
    name: %s
    channels:
      - id: vk
        platform: vk
        owner_id: %d
        service_token: %s
        community_token: %s
        read: [wall, messages]
        window: 30d
        staff: [%d]
      - id: telegram
        platform: telegram
        bot_token: %s
        channel: %d
        read: [comments, messages]
        staff: [%d]
schedule:
  collect: "*/5 * * * *"
digests:
  - id: morning
    title: Утренняя сводка
    schedule: "0 8 * * *"
    audience: governor
    officials: [governor]
    deliver: []
`+replies, quote(storePath), quote(baseURL+"/method/"), quote(baseURL), quote(official),
		OwnerID, quote(ServiceToken), quote(CommunityToken), StaffVK,
		quote(BotToken), ChannelChat, StaffTelegram)
	if places != "" {
		text += "reading:\n  places: " + quote(places) + "\n"
	}
	return text
}

// quote writes a string as YAML: a JSON string is one.
func quote(text string) string {
	// A string always has a JSON form.
	quoted, _ := json.Marshal(text)
	return string(quoted)
}
