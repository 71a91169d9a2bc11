//! English words that no rule tells: strong verbs, irregular plurals, words without forms.

use std::sync::LazyLock;

use super::super::paradigm::Lines;
use super::super::paradigm::Paradigm;
use super::super::paradigm::is_one_of;

/// Short adjectives with degrees.
pub(super) const GRADED: &str = "large small big high low old new young great short long strong weak hard soft fast slow close near deep wide \
    broad narrow safe rich poor cheap dear early late easy heavy light dark bright clear clean dirty dry wet hot cold warm cool free \
    full empty fierce brave wise rare strange simple able noble gentle bloody deadly costly friendly happy angry hungry busy lucky \
    ugly wealthy healthy guilty mighty risky tough rough tight loose quick quiet loud sharp thin thick tall fair firm fresh grave \
    kind mad mean nice pale plain proud pure sad severe sick smart steep stiff strict sweet vast wild";

/// Nouns in -ing whose stem is no verb, or whose plural is meant.
const IN_ING: &str = "king ring thing spring string wing ceiling evening morning nothing something anything everything viking sibling beijing \
    darling sterling shilling pudding inning";

/// A lemma a line, every form of it.
const WHOLE: &str = "\
be am is are was were been being
have has had having
do does did done doing
go goes went gone going
say says said saying
make makes made making
take takes took taken taking
come comes came coming
become becomes became becoming
see sees saw seen seeing
know knows knew known knowing
get gets got gotten getting
give gives gave given giving
find finds found finding
think thinks thought thinking
tell tells told telling
leave leaves left leaving
keep keeps kept keeping
begin begins began begun beginning
show shows showed shown showing
hear hears heard hearing hearings
run runs ran running
hold holds held holding
withhold withholds withheld withholding
uphold upholds upheld upholding
bring brings brought bringing
write writes wrote written writing
stand stands stood standing
withstand withstands withstood withstanding
sit sits sat sitting
lose loses lost losing
pay pays paid paying
repay repays repaid repaying
meet meets met meeting meetings
lead leads led leading
understand understands understood understanding
speak speaks spoke spoken speaking
break breaks broke broken breaking
spend spends spent spending
win wins won winning
send sends sent sending
build builds built building buildings
rebuild rebuilds rebuilt rebuilding
fall falls fell fallen falling
sell sells sold selling
buy buys bought buying
fight fights fought fighting
strike strikes struck stricken striking
seek seeks sought seeking
teach teaches taught teaching
catch catches caught catching
draw draws drew drawn drawing
withdraw withdraws withdrew withdrawn withdrawing
choose chooses chose chosen choosing
rise rises rose risen rising
arise arises arose arisen arising
drive drives drove driven driving
throw throws threw thrown throwing
overthrow overthrows overthrew overthrown overthrowing
grow grows grew grown growing
fly flies flew flown flying
steal steals stole stolen stealing
freeze freezes froze frozen freezing
shoot shoots shot shooting shootings shots
shake shakes shook shaken shaking
swear swears swore sworn swearing
wear wears wore worn wearing
tear tears tore torn tearing
bear bears bore borne born bearing
beat beats beaten beating beatings
eat eats ate eaten eating
forbid forbids forbade forbidden forbidding
forgive forgives forgave forgiven forgiving
forget forgets forgot forgotten forgetting
hide hides hid hidden hiding
ride rides rode ridden riding
bite bites bit bitten biting
light lights lit lighted lighting
burn burns burned burnt burning
learn learns learned learnt learning
mean means meant meaning meanings
deal deals dealt dealing dealings
feel feels felt feeling feelings
sleep sleeps slept sleeping
sweep sweeps swept sweeping
weep weeps wept weeping
creep creeps crept creeping
flee flees fled fleeing
bleed bleeds bled bleeding
breed breeds bred breeding
feed feeds fed feeding
read reads reading
spread spreads spreading
cut cuts cutting
put puts putting
set sets setting
hit hits hitting
let lets letting
shut shuts shutting
hurt hurts hurting
cost costs costing
cast casts casting
broadcast broadcasts broadcasting broadcasted
forecast forecasts forecasting forecasted
bet bets betting
quit quits quitting
split splits splitting
burst bursts bursting
thrust thrusts thrusting
rid rids ridding
hang hangs hung hanged hanging
ring rings rang rung ringing
sing sings sang sung singing
sink sinks sank sunk sinking
drink drinks drank drunk drinking
swim swims swam swum swimming
spring springs sprang sprung springing
shrink shrinks shrank shrunk shrinking
stick sticks stuck sticking
dig digs dug digging
swing swings swung swinging
cling clings clung clinging
bind binds bound binding
wind winds wound winding
grind grinds ground grinding
fight fights fought fighting
lay lays laid laying
lie lies lay lain lied lying
lend lends lent lending
bend bends bent bending
slay slays slew slain slaying
undergo undergoes underwent undergone undergoing
undertake undertakes undertook undertaken undertaking
overtake overtakes overtook overtaken overtaking
mistake mistakes mistook mistaken mistaking
blow blows blew blown blowing
foresee foresees foresaw foreseen foreseeing
oversee oversees oversaw overseen overseeing
mislead misleads misled misleading
panic panics panicked panicking
traffic traffics trafficked trafficking
man men
woman women
child children
person people persons
foot feet
tooth teeth
goose geese
mouse mice
ox oxen
life lives
wife wives
knife knives
half halves
leaf leaves
loaf loaves
thief thieves
wolf wolves
shelf shelves
self selves
calf calves
crisis crises
analysis analyses
basis bases
hypothesis hypotheses
thesis theses
oasis oases
axis axes
phenomenon phenomena
criterion criteria
datum data
medium media mediums
bacterium bacteria
memorandum memoranda memorandums
referendum referendums referenda
curriculum curricula
stadium stadiums
ultimatum ultimatums
virus viruses
campus campuses
census censuses
consensus consensuses
bus buses
gas gases
status statuses
stimulus stimuli
nucleus nuclei
syllabus syllabi
fungus fungi
index indexes indices
appendix appendices
matrix matrices
coup coups
corps
series
species
aircraft
spacecraft
sheep
deer
means
headquarters
news
politics
economics
police polices policed policing
military
cattle
troop troops
bad worse worst
good better best
far farther further farthest furthest
little less least
many more most
german germans
roman romans
human humans
ban bans banned banning
veto vetoes vetoed vetoing vetos
passerby passersby
attorney attorneys
chief chiefs
belief beliefs
proof proofs
roof roofs
brief briefs briefed briefing briefings
gulf gulfs
staff staffs staffed staffing
detainee detainees
refugee refugees
employee employees
committee committees
nominee nominees
training trainings
hearing hearings
ruling rulings
killing killings kill kills killed
bombing bombings bomb bombs bombed
rally rallies rallied rallying
building buildings
meeting meetings
warning warnings warn warns warned
shelling shellings
peacekeeping
uprising uprisings
briefing briefings
funding fundings
belarus
minsk";

static LINES: LazyLock<Lines> = LazyLock::new(|| Lines::of(WHOLE));

/// Adds the forms of an exceptional word; says whether it was one.
pub(super) fn exception(word: &str, is_name: bool, into: &mut Paradigm) -> bool {
    let Some(line) = LINES.line(word, is_name) else {
        return false;
    };
    into.with("", line);
    true
}

pub(super) fn is_noun_in_ing(word: &str) -> bool {
    is_one_of(word, IN_ING)
}
