/**
 * Words for the grammar. There are many of them for a reason: text made from few words repeats itself, shrinks to a
 * tenth in any archive, and makes every figure about compression a lie.
 */
const split = (words: string) => words.trim().split(/\s+/);

export const nouns = split(`
  account address agreement aisle alarm angle apartment appendix archive area arrival assembly assignment audit awning
  badge balance balcony barrier basement battery beam bench bill binder board bolt booking boundary box bracket branch
  brick bridge brochure budget building bulletin cabinet cable calendar canteen card cargo carpet carrier catalogue
  ceiling certificate chart checklist claim clause coating column complaint concrete condition connection container
  contract corridor counter courier cover crane crate credit curtain customs cycle dashboard deadline deposit design desk
  diagram discount display document door draft drain drawing driver duct elevator enclosure engine entrance envelope
  equipment estimate excavator exit extension facade fan fence file filter fitting fixture flange floor folder footing
  forecast form formwork foundation frame freight fuse garage gasket gate generator glazing gravel grid guarantee guide
  gutter hall handle handover handrail hatch header heater hinge hoist hose import index inspection insulation insurance
  interface inventory invoice jacket joint journal junction kerb key keyboard kitchen label ladder lamp landing layout
  ledger letter level lever licence lift lining link list loan lobby lock locker machine manual map margin market mast
  measure meeting membrane menu meter mixer model module monitor mortar motor mould newsletter notice number offer office
  opening order outlet outline oven package paint pallet panel paper parcel parking partition password path pavement
  payment permit photo pillar pipe plan plaster platform plug policy pool portal post poster prefix premium price printer
  probe procedure profile promise proof protocol pump purchase query queue quota quote rack radiator rail ramp range rate
  receipt record reference refund register release rental report request reserve review ring roof room roster rota route
  rule safety sample scaffold scale scanner schedule screed screen screw seal search seat section sensor server session
  shaft sheet shelf shipment shutter sign signature sink site sketch slab sleeve slot socket source space spare staircase
  stamp statement station step stock storage store strap strip structure subject summary supplier support surface survey
  switch symbol table tank target tariff template tender terminal terrace test ticket tile timer title toolbox tower track
  training transfer tray trench trolley trunk turnover unit update valve van vault vehicle vent version view visit voucher
  wall warning warranty washer waste water weight welcome wheel window wire workshop yard zone
`);

export const adjectives = split(`
  additional agreed alternative annual approved available average basic bent big blank blue borrowed bright broken brown
  busy cheap clean clear closed cold combined common complete confidential corrected costly cracked crooked current daily
  damp dark dated deep deleted detailed digital direct double draft dry early east electric empty entire estimated exact
  expensive expired extra faded false fast final first fixed flat foreign former fourth fragile free frequent fresh full
  general glossy green grey half heavy hidden high hollow horizontal hot huge incomplete inner insured interim internal
  jammed joint known large late leaking left legal light local locked long loose loud lower main manual marked matching
  medium metal middle minor missing mixed mobile monthly movable narrow national new noisy normal north obsolete odd
  official old open optional orange ordinary original outer outdoor overdue own paid paper partial past pending permanent
  plain planned plastic portable preliminary previous printed private promised proper provisional public quick quiet rare
  raw ready rear rebuilt recent red regional regular remaining remote repaired required reserved returned revised rough
  round rusty safe sealed second secure separate serial shallow shared short signed silent similar simple single sloping
  slow small smooth soft solid south spare special square stable standard steel steep sticky straight strict strong
  sudden summer suspended swollen tall temporary thick thin third tight tilted timber tiny total translated transparent
  turned twisted typical unclear underground unpaid unsigned unusual upper urgent used usual vacant valid vertical visible
  warm weak weekly west wet white whole wide winter wooden worn wrong yearly yellow
`);

/** All of them take an object, and an -s in the third person. */
export const verbs = split(`
  accept add adjust affect allow answer approve arrange ask avoid block book borrow break bring build buy calculate call
  cancel change charge check choose claim clean clear collect combine compare complain-about confirm connect contain
  control convert copy correct count cover cross cut defer delay delete deliver describe design detect divide draw drop
  enter estimate examine exclude expect explain export extend file fill find fold follow forward help hide hold ignore
  improve include inform inspect install insure join keep label lead leave lift limit list load lock lose lower mark
  measure mention merge mount move need note number obtain offer open order paint pay plan prefer prepare prevent print
  produce protect prove provide pull push raise reach read rebuild receive record reduce refer-to reject release remove
  rename rent repair repeat replace request require return review save scan seal see select sell send separate serve
  settle shift shorten show sign sort split stamp start stop store strengthen submit suggest support switch take test
  touch track transfer translate trim turn unload update use visit wait-for want warn weigh widen wrap
`).map((verb) => verb.replace("-", " "));

export const adverbs = split(`
  again almost already always barely certainly clearly constantly directly easily entirely exactly eventually finally
  formally fully gradually hardly immediately largely manually mostly naturally normally obviously occasionally often
  only partly perhaps permanently possibly probably promptly properly quickly quietly rarely reliably repeatedly seldom
  separately silently simply slowly sometimes soon still suddenly supposedly temporarily usually visibly
`);

export const firstnames = split(`
  Aino Ben Carla David Elif Finn Greta Hana Ivo Julia Kofi Lena Marek Nora Oskar Pia Quirin Rosa Samir Tilda Uwe Vera
  Willem Xenia Yusuf Zoë André Björn Céline Łukasz Amina Bastian Chiara Darius Esther Farid Gesine Hugo Ilka Jannis
`);

export const lastnames = split(`
  Adler Brandt Conti Demir Eklund Fischer García Hansen Ito Jensen Kowalski Lange Müller Nguyen Olsen Popescu Quast Rossi
  Schäfer Tóth Ulrich Vogel Winter Yilmaz Zimmermann Åkesson Bianchi Čapek Dubois Fähnrich Okafor Lindqvist Moreau Weiß
`);
