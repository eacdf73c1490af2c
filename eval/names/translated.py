"""Capitalised English words that Arabic translates instead of spelling them in its letters."""

_WORDS = """
    abbey abolition aboriginal abuse academic academy accident accord accords account achievement act
    acting actor actress administration administrator admiral adventure advisory advocate advocates
    aerospace affairs african africans aged agency ages aggression agreement aid air airlines airport
    alert alien aligned all allegiance alley alliance allied allies almanac alternative amateur
    ambassador amendment ancient angel angels animal animals anniversary annual anthem apostle appeal
    appeals april arab arabia arabic arabs aramaic arc arch archbishop archive archives arena armed army
    arrival arrow art articles artist artists arts ashes asian assassin assassins assault assembly
    assistance assistant association athletics atlas atomic attack attorney audit august aurora author
    authority autumn avenue award awards babies ballet band bank banks banner bar baron baroness basin
    basket basketball battalion battle bay beach bear bears beast beauty belt best bible biblical big
    bill bird birds birth bishop blood blue board boat boats bomb bond bones book border born botanic
    box boxing boy boys brain brand brave bread bridge brigade bright broadcasting bronze brother
    brothers buddhist budget builder building bull bulletin bureau burial bus business butterfly cabinet
    calendar calvinism camp campaign campus canadian canal cancer capital capitol captain captive car
    caravan card cardinal care cars case castle cat cathedral catholic catholics cattle cave cavern cell
    cemetery census center central centre century chairman chairperson champion champions chance
    chancellor channel chapel chapter charity charter chemical chief child children choice christian
    christians christmas chronicle chronicles church churches cinema circle circuit circus citizen
    citizens city civic civil civilian classic clean clear clerk climate clinic clock cloud club
    coalition coast cold collection college colonel color colour comedy comet comfort command commander
    commerce commission commissioner committee common commons commonwealth communist community compact
    companies companion company complex computer concert conference congress congressional congressman
    conquest conservative consortium constituent constitution consul continental continuum control
    convention cook cooperation copper corner corporate corporation corps cosmic costume cotton council
    councillor countess country county courage courier court creator creed crescent crime criminal
    crisis critical crocodiles cross crow crown cruise crusade crusader crusaders crusades crystal cuban
    cultural culture cup currency customs cycle daily dam dame dance dark data daughter dawn day dean
    death debate decade december deck declaration deeds deep defence defender defense delegation delta
    democratic dental department deputy deserts design desk development diamond diary dictionary diet
    digital diplomacy director disaster discovery disease district division doctor dog dolphin domain
    donor door downtown dr dragon drama dream drug drugs dry duke eagle eagles earl early earth
    earthquake east easter eastern echo eclipse ecology economic edge edition editor education egg eid
    eight elder electric electronic elephant elite embassy emir emperor empire empress end energy engine
    engineer engineering engineers english enterprise entertainment environment envoy epic epistle
    equatorial equity era escape estate eternal ethics european europeans evening event evil
    excellencies excellency exchange executive exhibit exile expedition experience experiment expert
    explorer express extreme eye face factor factory facts faculty fair faith falcon fall falls false
    family fantasy far farm farmers fashion fast fate father fathers fear feast feature february federal
    federation fellow fellowship festival fiction field fifth fight fighter film final finals finance
    fire first fish fisheries fishing five flag flame fleet flight floor flower flowers flying folk food
    football force forces foreign forest forests fort fortress forum forward foundation fountain four
    frame free freedom freemasons fresh friday friend friends front frontier frozenset fuel full fund
    future galaxy gallery game games garden gardens gas gate gates gazette gender general generation
    genesis genetic geographic ghost giant girl girls glacier glass global globe glory goals god god's
    gods gold golden golf gospel gospels governor grace grades graduate grammar grand grass grave great
    green ground group guard guide guinea gulag gun hall hand handbook happy harbor harbour hard head
    headquarters health heart heaven heavy heights hell her heritage hero heroes hidden hierarchy high
    highness highway hill hills hindu his historic history holiday holocaust holy home honor honour hope
    horizon horn horse hospital hotel hotels hour house housing human humanity hundred hunt hunter
    hurricane hurricanes ice idol image imam immigration imperial independence index indigenous indoor
    industry infantry information inn innocence inspector institute insurance intelligence inter interim
    interior internal international internet investigation iron islam islamic islamophobia island
    islands january jesuit jet jewish jews jobs joint joker jokers journal jubilee judge judges july
    june jungle junior juniors jury justice keeper key keys kids kind king kingdom kingdoms kings
    kitchen knight knights labor labour ladies lady lake lancer land landing lands language large laser
    last late laureate law laws lawyer leader leaders leadership league learning leather left legacy
    legal legend legends legion lent letter letters level liberal liberation liberty library lieutenant
    life light lights line lion lions liquid literary literature little living loan local lodge long
    lord lost lounge love lower luck lunar machine magazine magic magistrate magistrates mail main
    majesty major mall man management manager manifesto manual map marathon march marine maritime market
    marshal marshes martial mass massacre master masters match mathematics matter may mayor meadow
    mechanical medal media medical medicine meeting member memory men mental mercy message messenger
    metal meteor metro mideast midnight midwest mile military milky mill millennium mind mine mineral
    mines minister ministry miracle mirror miss mission mixed mixing mobile model modern moment monday
    monetary money monitor monster monument moon morning mortal mosque motel mother mothers motor mount
    mountain mountains mouse mouth movement movie mr mrs ms museum music musical muslim muslims mystery
    myth naked name narrow nation national nations native natural nature naval navy near necropolis
    negro net network neutral new news newspaper night nine nobel nordic normal norse north northeast
    northern northwest noted novel november nuclear oath observatory observer ocean oceans october
    office officer oil old oldest olympic olympics omnibus open opera operation oral orange order
    organisation organization orient oriental orientalism origin original orthodox outdoor outer owl
    oxide pack pact page paint palace palm panel panther panthera papal paper parade paradise paralympic
    paralympics parish park parks parliament parliamentary part partner partners partnership party
    passage passover passport past pastor path patient patriarch patriot patriots patrol pattern
    pavilion peace pearl pen penal penguin peninsula pension pentecost people people's performance
    permanent personal petroleum phase phoenix photo picture pictures pioneer pipeline pirate place
    plague plain plains plan planet planning plant plateau platform play player players plaza poem poet
    poetry pole poles police political pontiff pool poor pope popular portrait ports positive post
    poverty power prairie prayer president presidential press price pride priest primary primate prime
    prince princess principality prison private prize pro problem products prof professor profile
    program programme prohibition project prophet prosecutor protection protestant protestants
    provisional psalm public publishing pure quarter queen quest question quick quiet quran race racing
    radio railway rain rainbow ramadan ranger rangers rapid rates read reader real rebel rebellion
    recent record records recovery red reduction reform reformation refuge refugee refugees regime
    region regional registry relations relief renaissance report republic republican republicans rescue
    research reserve resident resistance resistant resolution resort resources rest restoration return
    rev revenue reverend review revolt revolution revolutionary reward right rights rim ring rise rising
    risk river road roads robot rock rocket rocks romanticism room roots rose rough round route royal
    rugby rule run russian sacred safe safety sail sailor saint salafi salt sample sanctuary sand
    saturday save scaffolds scene scholar school schools science scientific scout scream screen
    screenplay scripture sea seal search seasons seat second seconds secret secretary section security
    senate senator senior september series service services session settlement seven shadow shame share
    sheikh shelf shepherd shia shield shiite shiites ship ships shoal shop shore short show shrine sick
    siege sierra sign silence silent silk silver single sir sister sisters six skate skating ski skies
    sky slalom slave slavery sleep slow small smoke smooth snow soccer social socialist society soft
    solar soldier soldiers solid song songs soul sound source south southeast southern southwest
    sovereign space spaniard spaniards speaker special species spectrum speech speed sphinx spirit split
    spokesman sport sports spring square stadium staff stage standard star stars state statelessness
    statement states station steam steel stock storm story strait stranger strategic stream street
    strip student students studio study subcommittee subtropical success sudden sufis sufism sultan
    summer summit sun sunday sunni super supplement support supreme surgeon survey sustainable swan
    sweet swift sword synod syriac system table tale tales task tax teacher teachers team technical
    technology television templar templars temple temporary ten tennis territory terror testament text
    thai theater theatre theory thing third thousand threat three throne thunder thursday tiger tiger's
    tigers times tiny title tomb top total touch tour tourism tower town track trade traffic trail train
    training transit transport trap travel treasure treasury treaty tree trees trial tribe tribunal
    trinity trophy tropical true trust truth tuesday tunnel turtle twelve twin two ultimate union unit
    united unity universal universe university unknown upper urban valley valleys vampire vessel
    veterans vice victory video view vigil village villages virgin virtual virus vision visitor voice
    volcano volume volunteer voyage wall war wards warrior warriors watch water wave way weather web
    wedding wednesday week weekly weight welfare west western westerner westerners whale wheel white
    wide wild wilderness wildlife wilds wind window wine wing winner winners winter wisdom witness
    wolves woman women wonder wood woods work workers works workshop world worldwide worst wrestling
    writer writers writing yard year yellow young youth zealand zero zion zionism zionist zionists zone
    zoo zoological
"""
_PLACES_AND_PEOPLES = """
    abraham aleppo algeria algerian algiers alps america american americans antarctic antarctica arctic
    armenia athens atlantic austria austrian austrians bahrain belgian belgium bethlehem black bosphorus
    britain british briton cairo cape china chinese christ constantinople croatia croatian cypriot
    cyprus czech daesh damascus danish danube david dead denmark dollar dutch egypt egyptian egyptians
    emirates emirati england ethiopia ethiopian euphrates euro finland finnish france french gaza genoa
    german germans germany greece greek greeks gulf hague hebron homs hungarian hungary iceland india
    indian indians ireland irish isis israel israeli israelis italian italy ivory japan japanese
    jerusalem jesus job john jordan jordanian joseph kuwait latin lebanese lebanon levant mary mecca
    mediterranean moroccan morocco moscow moses nablus netherlands nile norway norwegian oman pacific
    palestine palestinian palestinians persian poland polish portugal portuguese qatar rabat roman
    romans russia russians sahara saudi scotland scots scottish sicily solomon spain spanish sudan
    sudanese sweden swedish swiss switzerland syria syrian syrians tangier tigris tripoli tunis tunisia
    tunisian turkey turkish turks u.k u.s uae uk us usa venice vienna wales welsh yemen yemeni
"""

TRANSLATED = frozenset(_WORDS.split()) | frozenset(_PLACES_AND_PEOPLES.split())
"""In lower case: words of titles, offices and institutions, and what Arabic has a name of its own for."""
