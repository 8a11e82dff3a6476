package pdf

import "strings"

// emojiNames are the commonest emoji under citizens' comments: the sign, its name in Russian, its name in English.
const emojiNames = `
😀 улыбка|smile
😁 улыбка|grin
😂 смех до слёз|tears of joy
🤣 хохот|rolling with laughter
😃 улыбка|smile
😄 улыбка|smile
😅 нервный смех|nervous laugh
😆 смех|laugh
😉 подмигивание|wink
😊 улыбка|smile
😍 восторг|heart eyes
🥰 нежность|affection
😘 поцелуй|kiss
😋 вкусно|yummy
😎 тёмные очки|sunglasses
🤔 раздумье|thinking
🤨 недоверие|raised eyebrow
😐 безразличие|neutral face
😑 нет слов|expressionless
🙄 закатывает глаза|rolling eyes
😏 усмешка|smirk
😒 недовольство|unamused
😔 грусть|pensive
😕 растерянность|confused
🙁 грусть|frown
☹ грусть|frown
😞 разочарование|disappointed
😟 тревога|worried
😢 слёзы|tears
😭 плач|crying
😤 возмущение|huffing
😠 злость|angry
😡 злость|rage
🤬 ругательства|swearing
😈 чертёнок|imp
👿 злость|angry imp
💀 череп|skull
☠ череп|skull
😱 ужас|scream
😨 страх|fear
😰 страх|anxious
😥 печаль|sad
😓 усталость|cold sweat
😩 усталость|weary
😫 усталость|tired
😳 смущение|flushed
😵 головокружение|dizzy
🤯 взрыв мозга|mind blown
😷 маска|medical mask
🤒 болезнь|ill
🤕 травма|hurt
🤢 тошнота|nausea
🤮 рвота|vomiting
🤧 насморк|sneeze
🥶 мороз|freezing
🥵 жара|hot
🤡 клоун|clown
💩 какашка|poo
👻 привидение|ghost
🤦 рука-лицо|facepalm
🤷 пожимает плечами|shrug
👍 одобрение|thumbs up
👎 неодобрение|thumbs down
👌 хорошо|OK
✌ победа|victory
🤝 рукопожатие|handshake
👏 аплодисменты|applause
🙌 ура|hands raised
🙏 просьба|please
💪 сила|strength
👊 кулак|fist
✊ кулак|fist
👋 привет|wave
✋ стоп|raised hand
👆 выше|up
👇 ниже|down
👉 вправо|right
👈 влево|left
☝ внимание|pointing up
👀 смотрит|eyes
❤ сердце|heart
🧡 сердце|heart
💛 сердце|heart
💚 сердце|heart
💙 сердце|heart
💜 сердце|heart
🖤 чёрное сердце|black heart
🤍 белое сердце|white heart
💔 разбитое сердце|broken heart
💯 сто процентов|hundred
💥 взрыв|explosion
🔥 огонь|fire
⚡ молния|lightning
💧 капля|drop
💦 брызги|splash
🌊 волна|wave
🌧 дождь|rain
❄ снег|snow
☃ снеговик|snowman
⛄ снеговик|snowman
☀ солнце|sun
🌳 дерево|tree
🌲 ёлка|fir
🌸 цветок|flower
🌹 роза|rose
💐 букет|bouquet
🎉 праздник|party
🎄 ёлка|Christmas tree
🎁 подарок|gift
🏠 дом|house
🏡 дом|house
🏥 больница|hospital
🏫 школа|school
🏗 стройка|construction
🚧 дорожные работы|roadworks
🚨 сирена|siren
🚑 скорая помощь|ambulance
🚒 пожарная машина|fire engine
🚓 полиция|police car
🚗 машина|car
🚙 машина|car
🚌 автобус|bus
🚎 троллейбус|trolleybus
🚋 трамвай|tram
🚐 маршрутка|minibus
🚕 такси|taxi
🚲 велосипед|bicycle
🚮 мусор|litter
🗑 мусор|waste bin
🐕 собака|dog
🐶 собака|dog
🐈 кошка|cat
🐀 крыса|rat
👶 ребёнок|baby
🧒 ребёнок|child
👧 девочка|girl
👦 мальчик|boy
👩 женщина|woman
👨 мужчина|man
👵 бабушка|old woman
👴 дедушка|old man
👮 полицейский|police officer
⚠ внимание|warning
❗ !|!
❕ !|!
❓ ?|?
❔ ?|?
‼ !!|!!
⁉ !?|!?
✅ да|yes
☑ да|yes
✔ да|yes
❌ нет|no
❎ нет|no
⛔ запрещено|no entry
🚫 запрещено|prohibited
🆘 СОС|SOS
📞 телефон|telephone
☎ телефон|telephone
📱 телефон|mobile phone
📷 фото|camera
📸 фото|camera
📹 видео|video
🎥 видео|film camera
📍 место|place
📌 кнопка|pin
📢 громкоговоритель|loudspeaker
📣 мегафон|megaphone
📝 запись|note
📄 документ|document
📅 дата|date
⏰ будильник|alarm clock
⏳ ждёт|waiting
💡 лампа|light bulb
🔦 фонарик|torch
🔴 красный круг|red circle
🟢 зелёный круг|green circle
🟡 жёлтый круг|yellow circle
🔵 синий круг|blue circle
⚫ чёрный круг|black circle
💰 деньги|money
💸 деньги улетают|money flies
💵 деньги|money
⭐ звезда|star
🌟 звезда|star
✨ блёстки|sparkles
⬆ вверх|up
⬇ вниз|down
➡ вправо|right
⬅ влево|left
`

// emojiWord is a name of a sign in the two languages.
type emojiWord struct{ russian, english string }

// emojiWords has the names by the sign.
var emojiWords = readEmoji(emojiNames)

func readEmoji(table string) map[rune]emojiWord {
	words := make(map[rune]emojiWord)
	for line := range strings.Lines(strings.TrimSpace(table)) {
		sign, names, _ := strings.Cut(strings.TrimSpace(line), " ")
		russian, english, _ := strings.Cut(names, "|")
		for _, r := range sign {
			words[r] = emojiWord{russian, english}
			break
		}
	}
	return words
}
