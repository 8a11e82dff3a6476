package sandbox

import (
	"encoding/json"
	"fmt"
	"strings"
)

// Config is a complete configuration file that reads this town from a sandbox at baseURL into the store at storePath.
func (s *Sandbox) Config(baseURL, storePath string) string {
	baseURL = strings.TrimSuffix(baseURL, "/")
	return fmt.Sprintf(`timezone: Europe/Moscow
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
`, quote(storePath), quote(baseURL+"/method/"), quote(baseURL), quote(s.options.Town.Official),
		OwnerID, quote(ServiceToken), quote(CommunityToken), StaffVK,
		quote(BotToken), ChannelChat, StaffTelegram)
}

// quote writes a string as YAML: a JSON string is one.
func quote(text string) string {
	// A string always has a JSON form.
	quoted, _ := json.Marshal(text)
	return string(quoted)
}
