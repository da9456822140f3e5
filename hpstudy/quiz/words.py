"""Words that a typed answer may hold beside the term itself, and what each does to the answer."""

from __future__ import annotations


def word_set(text: str) -> frozenset[str]:
    """Return the words of a text."""
    return frozenset(text.split())


# Say no: never dropped, unless a listed name has it (non-linear).
NEGATIONS = word_set(
    """not no non never neither nor none nothing nope without cannot cant dont doesnt isnt arent
    wasnt werent wont wouldnt shouldnt didnt hasnt havent except opposite contrary anti lack
    absence hardly barely scarcely rarely seldom doubt doubtful"""
)

# Turn the answer round where the stem does not say them itself: to avoid, against.
AVOIDING = word_set(
    """avoid avoids avoided avoiding avoidance prevent prevents prevented preventing prevention
    reduce reduces reduced reducing reduction against combat combats combating fight fights
    fighting counter counters counteract counteracts mitigate mitigates mitigating limit
    limits limiting decrease decreases decreasing less lower lowers lessen suppress suppresses
    curb curbs remove removes eliminate eliminates stop stops hinder hinders protect protects
    damp damps dampen"""
)

# What comes after them is there for contrast: random instead of grid.
CONTRASTS = {"unlike": "", "rather": "than", "instead": "of", "opposed": "to", "compared": "to"}

# The same after a bracket or a comma: exploration (vs exploitation).
VERSUS = word_set("vs versus")

# What comes after them is an instance, "such as" anywhere: surrogate (e.g. a GP).
EXAMPLES = {"eg": "", "such": "as", "for": "example"}

# What comes after them explains the answer that was given.
REASONS = word_set("because since due cause cuz given")

# What the field calls by its first letters, and what it cuts short.
ABBREVIATIONS = {
    "lr": "learning rate",
    "bs": "batch size",
    "ei": "expected improvement",
    "pi": "probability of improvement",
    "ucb": "upper confidence bound",
    "gp": "gaussian process",
    "bo": "bayesian optimization",
    "hp": "hyperparameter",
    "hpo": "hyperparameter optimization",
    "sgd": "stochastic gradient descent",
    "cv": "cross validation",
    "val": "validation",
    "hyperparam": "hyperparameter",
    "hyperparams": "hyperparameters",
    "params": "parameters",
    "config": "configuration",
    "configs": "configurations",
}

# After the term they begin a remark on it: of the model, to the training data, which memorizes.
REMARKS = word_set(
    """of to on in for by with during from when while where which that who whose if so at into
    within across between through via after before until like using e eg ie such meaning means
    over hence thus therefore up back around halts ends stops measures counts controls sets decides
    determines tells says shows states describes defines ensures allows prevents avoids
    reduces removes"""
)

# After the term an article begins its object: overfitting the training data.
ARTICLES = word_set("the its their his her our your some")

# Remarks that an "and" goes on with: which is small and fast, between seen and unseen data.
CLAUSES = word_set("which that who whose where when while so between up back")

# Symbols that stand right behind what they are a symbol of: learning rate alpha.
GREEK = word_set("alpha beta gamma epsilon eta lambda mu rho tau")

# Join one answer to the next.
JOINTS = word_set("and or & + /")

# Between two names.
SEPARATORS = word_set(", ; / & + | ( ) and or plus vs versus")

# Say nothing about the term.
FILLERS = word_set(
    """a an the this that these those it its they them their there here he she we you i me my
    mine our your us is are was were be been being am has have had having do does did done
    doing will would shall should can could may might must of to in on at by for from with as
    into onto about around so then thus hence therefore if when while where which who what how
    why than just only also too very really quite simply basically essentially usually often
    typically generally mostly commonly probably maybe perhaps possibly likely surely
    certainly definitely clearly obviously think thinks thought believe guess suppose assume
    feel remember recall say says said call calls called calling name names named naming term
    terms termed known know refer refers referred reference described describes mean means
    meant meaning become becomes became get gets got make makes made use used uses using
    choose chose chosen pick picked select answer answers solution word words concept notion
    idea thing things one ones two three four five both first second third last other others
    another each either all any some several such same kind kinds type types sort sorts form
    forms way ways case cases example examples ie eg aka i.e etc please well hm hmm um oh ok
    okay yes sir respectively correct right looks look seems seem appears appear happens
    happen occurs occur leads lead leading results result resulting gives give given helps
    help shows show suffers suffer suffering experiences exhibits sign takes take applies
    apply applied performs perform performed work works working stands stand following namely
    main common standard famous popular typical classic classical usual simple general severe
    strong heavy serious so-called socalled english short full abbreviated abbreviation
    acronym spelled spelling better best good new current currently today nowadays level levels let
    lets want wants need needs try tries trying e g pure purely plain plainly true real actual
    whole entire complete completely entirely total strictly exactly mainly merely indeed
    internal learned trained uniform uniformly start starts started begin begins tend tends
    keeps still now actually literally number fair sensible reasonable sure certain
    convinced danger dangers lot lots belong belongs based go going according guide
    course lecture book"""
)

# Fillers, but not right before the one term that is asked for: two epochs, four-dimensional.
COUNTS = word_set("two three four five several second third both")

# May stand before a term, not behind it: neural network overfitting, but no Bayesian network.
# Adjectives among them leave a term what it is; leaky, local, adaptive make another of it.
BEFORE = word_set(
    """neural network networks net nets held out unseen separate independent
    overall basic ordinary regular conventional traditional old fashioned modern proper
    appropriate suitable adequate ideal certain particular specific given respective
    corresponding primary principal key central core essential fundamental underlying
    important crucial relevant necessary useful helpful effective efficient powerful
    statistical probabilistic mathematical numerical theoretical formal technical scientific
    official automatic systematic sequential iterative intelligent smart clever
    own single overly initial final possible potential likely expected inherent
    much extreme excessive excess massive mild slight extra additional added further fixed
    unwanted undesired undesirable harmful bad dreaded always well widely even
    based driven defined provided associated inner unique solid custom desired specified
    already long user human choosing picking running doing setting applying having 1"""
)

# Before a term they take away from it: half an epoch is none.
PRIVATIVES = word_set("half semi quasi pseudo un fake former almost inverse reverse off negative")

# Nouns of the field that add nothing to a term: the overfitting problem, a Bayesian approach.
GENERIC = word_set(
    """problem problems issue issues phenomenon phenomena effect effects process processes
    procedure procedures method methods methodology technique techniques approach approaches
    strategy strategies algorithm algorithms mechanism principle model models modell machine
    ml learner learners hyperparameter hyperparameters data dataset value values setting
    settings function functions fn optimization optimizations optimisation tuning search searches
    searching regularization regularisation penalty penalties norm norms regression
    regularizer set system tool configuration configurations variable variables activity
    action behavior behaviour scheme framework paradigm rule rules criterion field quantity
    property aspect topic unit nonlinearity estimator penalized list lists parameter parameters
    phase scale scales factor coefficient"""
)

# Words of their own that lie one or two slips from a term of the field: never a misspelling. Found
# by looking up a list of English words in every typed question of the bank.
LOOKALIKES = word_set(
    """moment moments momentous monument explanation exploration exploitation exploiting exploring
    expiration explosion maximize maximise minimize minimise maximum minimum perimeter diameter
    parameter valuation evaluation violation validity variation variants variant variable generation
    generalization regulation regulator relaxation contiguous continuous research death path bath
    patch botch match catch epic epoch state states star stark smart stat grad grade graded grand
    ransom random bridge fridge rage range ranger orange lass lassie last laser basic basics
    baseline sparse spare space parse spark sparks height eight freight wide with wife depth lost
    lose losing loss layer lawyer later lower modal mode module model turning tuning tuner training
    trailing draining straining text test lean leaning earning yearning learning step steps stop
    stoop strep rates ratio ration search starch sear seat surreal surround variance precision
    prevision revision decision recent recant accuracy accurate gradient gradual ingredient droop
    droplet dropper polling pulling pooling pudding padding colonel kernel kennel note notes none
    node bins biased bias lineal liner lunar linear bilinear collinear sigma convex concave locale
    focal local global scalar scaling scaled objection objective object subjective metric meter
    distance instance instant constant contact content yearly nearly early worm warn war warm start
    median medium media patients patient patience promoter promotion provision basket racket bracket
    rung ring halving having halting hailing recourse response resource badge budget hyperbola
    hyperbole category categorical integral interior integer algorithmic logarithmic logistic
    current recurrent concurrent convergent sequence essential sequential asynchronous synchronous
    excepted accepted expected expect movement improvement certainty uncertainty plastic drastic
    elastic square squared squire obsolete absolute regression repression progression expression
    aggression acceleration adoption adaption option optional optimal optical dropped relay really
    reply simplex dense tense sense prune pruning subrogate subjunctive tree trees forest forests
    sample samples sampling order noise score scores trial trials class classes layers descent
    kernels cost costs error errors bagging boosting stride attention encoder decoder token tokens
    vector vectors matrix matrices tensor argument argumentation varnish varnishing sigmoid softmax
    annealing swarm genetic evolution evolutionary momentum dropout output outputs input inputs
    feature features label labels power powers root roots squares share shares stage stages speed
    shape shapes size sizes spaces table tables tests trains light knows change changed changes
    different ride sing level levels shake shame prince pride prime prize lover lovers sales
    crossing timing scares liver livers shave charm charms charmed shade chart charts prick sting
    stings instincts suing exposing creeping claws chopping classy exploding copying tripping knots
    divers swine sling slings diversion coping clause clauses clash clans clams diverted babes
    tricking clapping absolve bounds diverse charred jumpy bouncy bouncer complexion scorching
    crippling employing butch bitch clipping snatching calamity reverence crowding leper lepers
    clasp clasps cramping chipping trifling divorces complicity libel charger copping chomping
    overalls pricey bakes bays theology crass clashes swig claps parallels deference equator crowing
    exporting repose tubing shale lapel lapels beeline bounded levee tramping capacitor dissension
    surrogacy scalps char capping trilling singe educator thrumming tripling clays cupping renounces
    diverts oscillator leer crooning scape tromping toning chard threefold budge budged trumping
    overbite overage strictures stricture crimping typology overfilling overfishing overstraining
    motorization distension diffidence premix referee decoy delay adoptive globule concurrence
    leaver laver shaper diverter croaking clopping bales bares startle definitive responsive
    insurances emanator"""
)
