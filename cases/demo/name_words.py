"""Made-up names: Welsh and other given names, and family names of which many belong to nobody.

Words only. Put together at random; a likeness to anybody is chance.
"""

GIRLS = (
    "Siân", "Mabli", "Angharad", "Lleucu", "Nêst", "Ffion", "Cadi", "Mari", "Elin", "Beca",
    "Gwenno", "Heledd", "Lowri", "Nansi", "Erin", "Tegan", "Carys", "Catrin", "Efa",
    "Gwenllïan", "Llinos", "Mirain", "Non", "Seren", "Eleri", "Awel", "Martha", "Ela", "Begw",
    "Dwynwen", "Grug", "Haf", "Olivia", "Amelia", "Isla", "Freya", "Ruby", "Poppy", "Chloë",
    "Zoë", "Renée", "Amina", "Hodan", "Zofia", "Maja", "Aaliyah", "Fatima", "Ling", "Ngozi",
    "Ayşe", "Inês", "Skye", "Summer", "Ebony",
)  # fmt: skip
BOYS = (
    "Llŷr", "Siôn", "Iwan", "Guto", "Macsen", "Osian", "Gruff", "Tomos", "Gethin", "Rhodri",
    "Ifan", "Tŵm", "Jâms", "Caio", "Cai", "Dylan", "Emrys", "Gwion", "Harri", "Huwcyn", "Ianto",
    "Jac", "Lewys", "Morgan", "Nedw", "Owain", "Rhun", "Steffan", "Tudur", "Ynyr", "Dewi",
    "Elis", "Gwilym", "Idris", "Oliver", "Noah", "Archie", "Theo", "Alfie", "Kayden", "Riley",
    "Mohamed", "Yusuf", "Ibrahim", "Kacper", "Jakub", "Zayn", "Emeka", "Wei", "José", "André",
    "Björn", "Tyler", "Jayden", "Zac",
)  # fmt: skip
FAMILY_NAMES = (
    # Welsh names that many people have.
    "Jones", "Williams", "Davies", "Evans", "Thomas", "Roberts", "Hughes", "Lewis", "Morgan",
    "Owen", "Rees", "Parry", "Pritchard", "Prosser", "Vaughan", "Bowen", "Powell", "Llewelyn",
    "Gruffydd",
    # Names that nobody has.
    "Tŷ-coch", "Llŵyn-onn", "Brynawel-Jones", "Cwmhelyg", "Prydderch-Glas", "ap Gwŷdd",
    "Môr-Rees", "Pen-dâr", "Derwenlas", "Rhosgoch-Evans", "Cŵn-Annwn", "Gwynfryn", "Llwybr",
    "Nantgarw-Lewis", "Tân-y-bryn", "Celynnen", "Hafren-Hughes", "Bwlch-y-gwynt", "Glanrafon",
    "Ystwyth-Owen", "Mynydd-du", "Caer-ŵyn", "Blaenffos", "Coedmôr", "Eithin-Price",
    "Ffynnon-wen", "Grugog", "Heulwen-Parry", "Llangrannog-Wood", "Maes-glas", "Onnen-Davies",
    "Pistyll", "Rhedyn", "Sarn-hir", "Tegeirian", "Uwchlaw", "Wern-ddu", "Ysgubor",
    "Brambleford", "Thistlewick", "Oakenhurst-Smith", "Marlpit", "Quillstone", "Ravenscombe",
    "Saltmarsh-Bell", "Tarnbeck", "Underhay", "Wexcombe",
    # Names from elsewhere, joined so that nobody has them.
    "Nowak-Demska", "Kowalczyk-Mak", "Abdi-Warsame-Lle", "Hussain-Bryn", "Rahman-Coed",
    "Okonkwo-Rhys", "Chowdhury-Môn", "Silva-Penrhyn", "Yılmaz-Aber", "Nguyen-Hafod",
    "Kaur-Llan", "Mensah-Dyfi",
)  # fmt: skip
WORKERS_GIVEN = (
    "Non", "Rhian", "Sioned", "Eleri", "Bethan", "Mair", "Carwyn", "Dafydd", "Gareth", "Hywel",
    "Ieuan", "Meleri", "Nerys", "Gwawr", "Rhŷs", "Siân", "Aled", "Bronwen", "Ceri", "Delyth",
    "Elwyn", "Llio", "Grace", "Joanne", "Karen", "Michael", "Priya", "Samira", "Tunde",
    "Claire", "Peter", "Anwen", "Ruth", "Stephen", "Yasmin", "Zara", "Helen", "Ffïon",
    "Geraint", "Olwen",
)  # fmt: skip
WORKERS_FAMILY = (
    "Hafod", "Garreg-wen", "Tomos-Bell", "Celyn", "Dwyryd", "Eiddew", "Gwanas", "Helyg",
    "Irfon", "Llifon", "Meirion", "Nanmor", "Ogwen", "Penllyn", "Rhondell", "Soar", "Teifi",
    "Uwchmynydd", "Wnion", "Ystrad", "Brân", "Crychan", "Dulas", "Elan", "Fathew", "Gŵyr",
    "Hirnant", "Ithon", "Ashdown-Lee", "Birkby", "Calloway-Pugh", "Dunmere", "Eastoft",
    "Farleigh-Roe", "Gorsedd",
)  # fmt: skip
STREETS = (
    "Heol y Dderwen Gam", "Ffordd y Frân", "Stryd yr Hen Felin", "Rhodfa’r Glöyn",
    "Lôn y Gwenyn", "Tai’r Ysgol", "Maes yr Ŵyn", "Clos y Dryw", "Bryn y Gog", "Rhes y Tŵr",
    "Heol Llŷr", "Pen y Cei", "Lapwing Row", "Old Tannery Lane", "Cinder Path",
    "Foxglove Close", "Signal Terrace", "Quarryman’s Rise", "Marsh Samphire Way",
    "Chapel Ladder", "Orchard Pound", "Tinplate Street",
)  # fmt: skip
SCHOOLS = (
    ("Ysgol Pen-y-graig", "Ysgol Pen-y-graig"),
    ("Ysgol Gymraeg Glan-dŵr", "Ysgol Gymraeg Glan-dŵr"),
    ("Lapwing Primary School", "Ysgol Gynradd y Gornchwiglen"),
    ("Ysgol Uwchradd y Tŵr", "Ysgol Uwchradd y Tŵr"),
    ("Marsh High School", "Ysgol Uwchradd y Gors"),
)
AREAS = (
    ("North", "y Gogledd"),
    ("South", "y De"),
    ("East", "y Dwyrain"),
    ("West", "y Gorllewin"),
    ("Central", "y Canol"),
    ("Valley", "y Cwm"),
    ("Coast", "yr Arfordir"),
    ("Hills", "y Bryniau"),
    ("Bay", "y Bae"),
    ("Parks", "y Parciau"),
    ("River", "yr Afon"),
    ("Harbour", "yr Harbwr"),
)
