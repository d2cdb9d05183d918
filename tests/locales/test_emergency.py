"""Emergency words in twenty languages, alone and inside a story."""

# ruff: noqa: RUF001 - letters of many scripts are the point

from __future__ import annotations

import time

import pytest

from locales.emergency import Danger, danger, emergency_words
from locales.languages import ORDER

ALONE = {
    "en": ["Help!", "help me please", "emergency", "AMBULANCE", "he will kill", "suicide", "I am dying", "police help"],
    "da": ["Hjælp", "hjaelp mig", "ambulance nu", "han dræber mig", "selvmord", "slår mig ihjel", "ring 112"],
    "th": ["ช่วยด้วย", "ช่วยด้วยครับ", "รถพยาบาล", "ฉันอยากตาย", "เขาจะฆ่าฉัน", "เรียกตำรวจ", "ฉุกเฉิน"],
    "ar": ["النجدة", "ساعدوني", "إسعاف", "اسعاف", "سيقتلني", "انتحار", "أموت", "سَاعِدُونِي"],
    "ro": ["ajutor", "Ajutați-mă", "ambulanta", "mă omoară", "sinucidere", "o să mor", "mă ucide"],
    "vi": ["cứu với", "cuu toi", "cấp cứu", "giết người", "tự tử", "giúp tôi", "gọi cảnh sát"],
    "zh-Hans": ["救命", "救命啊！", "请帮帮我", "我要自杀", "叫救护车", "他要杀我", "報警"],
    "uk": ["Допоможіть", "швидка", "мене вб'ють", "самогубство", "я вмираю", "рятуйте!", "викличте поліцію"],
    "pt-BR": ["socorro", "me ajuda", "ambulancia", "vão me matar", "suicídio", "estou morrendo", "emergência"],
    "hu": ["segítség", "segitseg", "mentőt", "megölnek", "öngyilkosság", "haldoklom", "vészhelyzet"],
    "es": ["ayuda", "Ayúdame por favor", "ambulancia", "me quiere matar", "suicidio", "me muero", "¡Socorro!"],
    "fr": ["au secours", "à l’aide", "aidez-moi", "ambulance", "il me tue", "suicide", "je meurs"],
    "ru": ["помогите", "скорая", "меня убьют", "убьёт", "самоубийство", "умираю", "вызовите полицию"],
    "bg": ["помощ", "помогнете ми", "линейка", "ще ме убият", "самоубийство", "умирам", "спешно"],
    "pl": ["ratunku", "pomocy", "karetka", "zabije mnie", "samobójstwo", "umieram", "wezwij policję"],
    "fa": ["کمک", "كمك", "اورژانس", "قتل", "خودکشی", "دارم می‌میرم", "آمبولانس"],
    "hi": ["मदद", "बचाओ", "एम्बुलेंस", "हत्या", "आत्महत्या", "मर रहा हूँ", "madad karo"],
    "tr": ["İMDAT", "yardım edin", "yardim", "ambulans", "beni öldürecek", "intihar", "ölüyorum"],
    "sr-Latn": ["upomoć", "pomozite", "hitna pomoć", "ubiće me", "samoubistvo", "umirem", "упомоћ", "хитна помоћ"],
    "fil": ["tulong", "tulungan mo ako", "ambulansya", "papatayin ako", "magpakamatay", "saklolo", "tumawag ng pulis"],
}
INSIDE = {
    "en": "My neighbour told me that he is going to kill her if she leaves",
    "da": "Naboen siger at han vil slå hende ihjel hvis hun går sin vej",
    "th": "เพื่อนบ้านของฉันบอกว่าเขาจะฆ่าเธอถ้าเธอออกจากบ้านหลังนั้น",
    "ar": "قال جاري إنه سيقتلها إذا خرجت من البيت",
    "ro": "vecinul meu spune că o omoară dacă pleacă de acasă",
    "vi": "người hàng xóm nói rằng sẽ giết cô ấy nếu cô ấy bỏ đi",
    "zh-Hans": "我的邻居说如果她离开那个房子他就会杀了她",
    "uk": "сусід каже що уб'ють її якщо вона піде з дому",
    "pt-BR": "o vizinho disse que vai matar a moça se ela sair",
    "hu": "a szomszéd azt mondta hogy megöli ha elmegy otthonról",
    "es": "el vecino dice que la quiere matar si ella se va",
    "fr": "le voisin dit qu'il va la tuer si elle part",
    "ru": "сосед говорит что убьет её если она уйдет из дома",
    "bg": "съседът казва че ще я убие ако тя си тръгне",
    "pl": "sąsiad mówi że ją zabije jeśli ona odejdzie z domu",
    "fa": "همسایه ام گفت که اگر از خانه برود او را می کشد",
    "hi": "मेरे पड़ोसी ने कहा कि अगर वह गई तो उसे मार डालेगा",
    "tr": "komşum evden giderse onu öldüreceğini söyledi bana dün akşam",
    "sr-Latn": "komšija kaže da će je ubiti ako ode od kuće",
    "fil": "sabi ng kapitbahay ko papatayin niya ang babae kapag umalis",
}
HARMLESS = [
    "",
    "🙂",
    "Vesterbrogade 12",
    "They work in the kitchen from six to midnight and are never paid",
    "De arbejder i køkkenet hele natten, og deres mor er der også",
    "Die Frau",
    "skills",
    "ตายายอยู่บ้าน",
    "他们在厨房工作",
    "يعملون في المطبخ",
    "Mi ubicación es la cocina",
    "70 20 25 50",
    "1112",
]


@pytest.mark.parametrize(("language", "text"), [(tag, text) for tag, texts in ALONE.items() for text in texts])
def test_an_emergency_word_alone_is_heard(language: str, text: str) -> None:
    """In up to three words it brings help at once, in every language."""
    assert language in ORDER
    assert danger(text) is Danger.ALONE


@pytest.mark.parametrize(("language", "text"), INSIDE.items())
def test_an_emergency_word_inside_a_story_is_heard(language: str, text: str) -> None:
    """It adds a button, and no more."""
    assert language in ORDER
    assert danger(text) is Danger.INSIDE


@pytest.mark.parametrize("text", HARMLESS)
def test_other_texts_raise_no_alarm(text: str) -> None:
    """Addresses, numbers, words that look alike in another language."""
    assert danger(text) is Danger.NONE


@pytest.mark.parametrize("text", ["112", "911!", "١١٢", "1-1-2", "1.1.2", "๑๑๒", "🆘", "🚑", "114", "call 112", "SOS"])
def test_emergency_numbers_and_signs_are_heard(text: str) -> None:
    """In digits of any script."""
    assert danger(text) is Danger.ALONE


def test_an_address_with_the_number_112_is_not_interrupted() -> None:
    """A number beside other words adds the button; the answer goes on."""
    assert danger("Vesterbrogade 112") is Danger.INSIDE
    assert danger("Vesterbrogade 114") is Danger.NONE


def test_every_language_has_words_and_tests() -> None:
    """A language without emergency words would be silent when it matters."""
    words = emergency_words()
    assert set(words.spaced) | set(words.unspaced) == set(ORDER) == set(ALONE) == set(INSIDE)


def test_a_long_text_is_read_quickly() -> None:
    """Every typed message passes here; a whole story without a space must not hold up the others."""
    danger("warm up")
    began = time.process_time()
    danger("x" * 4096)
    danger("kitchen work " * 300)
    assert time.process_time() - began < 1
