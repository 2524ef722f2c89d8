// Types of what a client sends and receives. Written by `manage.py openapi` from the classes that make
// docs/asyncapi.json and docs/openapi.json: do not edit. A later server may send fields and words that are not here.

/** Take what was offered to oneself. */
export interface AcceptCommand {
  id: string;
  type: "accept_command";
}

/** Take the function that was offered to oneself. */
export interface AcceptFunction {
  id: string;
  function: StaffFunction;
  subdivision?: string | null;
  type: "accept_function";
}

/** A durable command: the seq of its first entry (null for what is never logged). */
export interface AcceptedOut {
  room_id: string;
  seq: number | null;
  is_repeat: boolean;
}

/** Closing the incident has ended what its opening had widened. */
export interface AccessNarrowed {
  type: "access_narrowed";
  widenings: Widening[];
}

/** Opening the incident has widened what agencies may see, as their agreements say; it ends with the incident. */
export interface AccessWidened {
  type: "access_widened";
  widenings: Widening[];
}

/** Everything up to and including `seq` has been received and kept. */
export interface AckFrame {
  type: "ack";
  seq: number;
}

/** Say that one has heard a mayday. It waits for an answer until a person in command has said so. */
export interface AcknowledgeMayday {
  id: string;
  type: "acknowledge_mayday";
  mayday_id: string;
}

/** Say that one has read a priority message. */
export interface AcknowledgePriorityMessage {
  id: string;
  type: "acknowledge_priority_message";
  message_id: string;
}

/** Say about how old a casualty looks. */
export interface AgeCasualty {
  id: string;
  type: "age_casualty";
  casualty_id: string;
  age_group: AgeGroup;
}

/** About how old a casualty looks. */
export type AgeGroup = "infant" | "child" | "teenager" | "adult";

/** What an organisation is; only a district can grant rights over sites. */
export type AgencyKind = "district" | "school" | "police" | "sheriff" | "fire" | "ems" | "dispatch" | "emergency_management" | "other";

/** What kind of agency mutual aid is of: responders, as in mou.vocabulary.AgencyKind. */
export type AidAgencyKind = "police" | "sheriff" | "fire" | "ems" | "dispatch" | "emergency_management";

/** The alarm has ended: proposed by one person, confirmed by the entry's author. */
export interface AllClearGiven {
  type: "all_clear_given";
  incident_id: string;
}

/** A proposal to end the alarm, under the incident's id, and who gave the all clear: always two people. */
export interface AllClearObject {
  reason: string;
  proposed_by: string;
  proposed_at: string;
  given_by?: string | null;
  given_at?: string | null;
}

export interface AllClearProposed {
  type: "all_clear_proposed";
  incident_id: string;
}

/** Say for a unit that all its people are accounted for, and how many they are. */
export interface AnswerPar {
  id: string;
  type: "answer_par";
  unit_id: string;
  people: number;
}

/** Give a function to a person in the room, also from its holder. In command; of operations, its subdivisions. */
export interface AppointToFunction {
  id: string;
  function: StaffFunction;
  subdivision?: string | null;
  type: "appoint_to_function";
  participant_id: string;
}

/** Ask every unit whether all its people are accounted for. In command. `every_min`: how often from now on. */
export interface AskPar {
  id: string;
  type: "ask_par";
  every_min?: number | null;
}

/** Give a team a floor to search, or a part of it. `area_id` is made by the client. */
export interface AssignSearchArea {
  id: string;
  type: "assign_search_area";
  area_id: string;
  name: string;
  team: string;
  level_id: string;
  wing?: string | null;
  first_room?: string | null;
  last_room?: string | null;
}

/** Give a unit a task, a team and a zone. Without a field, it has none of it from now on. */
export interface AssignUnit {
  id: string;
  type: "assign_unit";
  unit_id: string;
  task?: string | null;
  team?: string | null;
  team_kind?: UnitTeam | null;
  zone?: UnitZone | null;
  escort_unit_id?: string | null;
}

/** Put one's own uploaded photo or file into the log. */
export interface AttachFile {
  id: string;
  type: "attach_file";
  upload_id: string;
  caption?: string | null;
  audience?: Audience;
}

/** A photo or file that is part of the log; its bytes are fetched by its id. */
export interface AttachedFileObject {
  name: string;
  media_type: string;
  size_bytes: number;
  sha256: string;
  caption?: string | null;
  audience: Audience;
  attached_by: string;
  attached_at: string;
}

/** Who may read an entry. A participant belongs to everyone and to whatever their agency and role add. */
export type Audience = "everyone" | "responders" | "command" | "school";

export type AudienceWord = Audience | "addressed";

/**
 * Who did it, as they were then: names and roles are copied, so that the record does not change with the person.
 *
 * What the server writes by itself has the SERVER as its author. `role`: a value of MemberRole, or `server`.
 */
export interface Author {
  participant_id: string;
  name: string;
  role: string;
  agency_id: string;
  agency: string;
  agency_kind: AgencyKind;
}

/** How far the log is; a client behind it that hears nothing is stale. `database` down: nothing can be recorded. */
export interface BeaconFrame {
  type: "beacon";
  head: number;
  at: string;
  database: "up" | "down";
}

export type Box = [number, number, number, number];

/** The incident's number in the computer-aided dispatch of one agency, under the agency's id. */
export interface CadNumberObject {
  agency: string;
  number: string;
  set_by: string;
  set_at: string;
}

export interface CadNumberRemoved {
  type: "cad_number_removed";
  agency_id: string;
}

/** `before`: the number that it replaces. */
export interface CadNumberSet {
  type: "cad_number_set";
  agency_id: string;
  number: string;
  before?: string | null;
}

/**
 * Say that a responder is in trouble: oneself, or whom `who` names. `mayday_id` is the client's.
 *
 * Send what is known of the place: words, the last position of the person in trouble, a floor.
 */
export interface CallMayday {
  id: string;
  type: "call_mayday";
  mayday_id: string;
  kind: MaydayKind;
  who?: string | null;
  where?: string | null;
  level_id?: string | null;
  lon?: number | null;
  lat?: number | null;
  accuracy_m?: number | null;
}

/** `spoken_by` said it; the author of the entry has entered it. */
export interface CallRelayed {
  type: "call_relayed";
  spoken_by: string;
  source: ReportSource;
  text: string;
}

/** Say that one's own press, or for command anybody's, was not meant. The record stays; so does the alarm. */
export interface CancelPanic {
  id: string;
  type: "cancel_panic";
  panic_id: string;
  reason: string;
}

/** How many casualties count now, and how many of them were taken to hospitals, for all responders. */
export interface CasualtiesCounted {
  type: "casualties_counted";
  total: number;
  immediate: number;
  delayed: number;
  minimal: number;
  expectant: number;
  dead: number;
  untriaged: number;
  taken_away: number;
}

export interface CasualtyAged {
  type: "casualty_aged";
  casualty_id: string;
  number: number;
  age_group: AgeGroup;
}

/** How urgent a casualty is, the most urgent first. START knows no expectant. */
export type CasualtyCategory = "immediate" | "delayed" | "minimal" | "expectant" | "dead" | "untriaged";

/**
 * How many casualties count, under the incident's id: by category and state, children by state. No names.
 *
 * `last_number` is that of the newest casualty; entries that count no more have numbers, too.
 */
export interface CasualtyCountsObject {
  last_number: number;
  counts?: { [name: string]: { [name: string]: number } };
  children?: { [name: string]: number };
  counted_at: string;
}

/** An injury or an intervention that was said by mistake. */
export interface CasualtyFindingWithdrawn {
  type: "casualty_finding_withdrawn";
  casualty_id: string;
  number: number;
  injury?: Injury | null;
  intervention?: Intervention | null;
}

export interface CasualtyIdentified {
  type: "casualty_identified";
  casualty_id: string;
  number: number;
  name: string;
}

export interface CasualtyInjuryNoted {
  type: "casualty_injury_noted";
  casualty_id: string;
  number: number;
  injury: Injury;
}

export interface CasualtyInterventionNoted {
  type: "casualty_intervention_noted";
  casualty_id: string;
  number: number;
  intervention: Intervention;
  applied_at: string;
}

/** What was said of the step. `into_number`: that of the casualty as which it was counted already. */
export interface CasualtyMoved {
  type: "casualty_moved";
  casualty_id: string;
  number: number;
  step: CasualtyStep;
  before: CasualtyState;
  state: CasualtyState;
  area?: TreatmentArea | null;
  unit?: string | null;
  hospital?: string | null;
  destination?: string | null;
  into_number?: number | null;
  reason?: string | null;
}

/**
 * A person who is hurt. `number` counts from 1 in each incident: "Casualty 7", "Unknown child 7".
 *
 * `triages`: each time it was assessed, by the seq of the entry that says so. `injuries` and `interventions`: each
 * since when; a tourniquet's time is when it was applied. `merged_into`: as which casualty it was counted already.
 * `is_reported`: by someone who is no medic, and no medic has said its category since.
 */
export interface CasualtyObject {
  number: number;
  category: CasualtyCategory;
  algorithm: TriageAlgorithm;
  triages: { [name: string]: Triage };
  state: CasualtyState;
  state_at: string;
  opened_by: string;
  opened_at: string;
  tag?: string | null;
  age_group?: AgeGroup | null;
  name?: string | null;
  where?: string | null;
  space_id?: string | null;
  level_id?: string | null;
  lon?: number | null;
  lat?: number | null;
  placed_at?: string | null;
  injuries?: { [name: string]: string };
  interventions?: { [name: string]: string };
  area?: TreatmentArea | null;
  unit?: string | null;
  hospital?: string | null;
  destination?: string | null;
  left_at?: string | null;
  arrived_at?: string | null;
  merged_into?: string | null;
  is_reported?: boolean;
}

export interface CasualtyOpened {
  type: "casualty_opened";
  casualty_id: string;
  number: number;
  category: CasualtyCategory;
  algorithm: TriageAlgorithm;
}

/** `where`: the room's name, or what was said in words. */
export interface CasualtyPlaced {
  type: "casualty_placed";
  casualty_id: string;
  number: number;
  where?: string | null;
}

/** By a responder who is no medic. `where`: the room's name, or what was said in words. */
export interface CasualtyReported {
  type: "casualty_reported";
  casualty_id: string;
  number: number;
  category: CasualtyCategory;
  where?: string | null;
  age_group?: AgeGroup | null;
}

export interface CasualtyRetriaged {
  type: "casualty_retriaged";
  casualty_id: string;
  number: number;
  before: CasualtyCategory;
  category: CasualtyCategory;
  algorithm: TriageAlgorithm;
}

/** Where a casualty is on the way from the ground to a hospital. The last two are entries, and no people. */
export type CasualtyState = "found" | "treated" | "ready" | "transporting" | "at_hospital" | "released" | "counted_twice" | "mistaken";

/** What becomes of a casualty, in the order in which it is offered. */
export type CasualtyStep = "treat" | "make_ready" | "transport" | "arrive" | "release" | "bring_back" | "count_once" | "withdraw" | "count_again";

export interface CasualtyTagged {
  type: "casualty_tagged";
  casualty_id: string;
  number: number;
  tag: string;
}

/** Say where an incident is now that is away from its site: the bus went on. Without a point, none is known. */
export interface ChangePlace {
  id: string;
  type: "change_place";
  place: string;
  place_lon?: number | null;
  place_lat?: number | null;
}

/**
 * Turn an action into another, as a lockdown into an evacuation to the gym. `action_id` is the new one's.
 *
 * For those who may release it; a lockdown is turned by responders only.
 */
export interface ChangeResponseAction {
  id: string;
  kind: ResponseActionKind;
  site_id?: string | null;
  building_id?: string | null;
  level_id?: string | null;
  space_ids?: string[];
  hazard?: ShelterHazard | null;
  strategy?: SafetyStrategy | null;
  destination?: string | null;
  type: "change_response_action";
  action_id: string;
  replaces: string;
}

/**
 * Check a unit in by its callsign: one's own, or for dispatch and command another's.
 *
 * `agency` and `agency_kind` are of another's unit; of one's own they are the sender's.
 */
export interface CheckInUnit {
  id: string;
  type: "check_in_unit";
  callsign: string;
  kind: ResourceKind;
  people?: number;
  capability?: string | null;
  agency?: string | null;
  agency_kind?: AidAgencyKind | null;
}

/** By what right someone takes command. */
export type ClaimBasis = "school_leadership" | "order_of_command" | "no_order_agreed";

/** Take command: where it is vacant, or from those whom the agreement's order places below oneself. */
export interface ClaimCommand {
  id: string;
  type: "claim_command";
  reason?: string | null;
}

/** Take a function that no person holds. */
export interface ClaimFunction {
  id: string;
  function: StaffFunction;
  subdivision?: string | null;
  type: "claim_function";
}

/** End a mayday, in command. `is_accounted_for`: all answered the personnel accountability report (PAR). */
export interface ClearMayday {
  id: string;
  type: "clear_mayday";
  mayday_id: string;
  is_accounted_for: boolean;
  reason: string;
}

/** Close a place, and say why. */
export interface CloseGroundPlace {
  id: string;
  type: "close_ground_place";
  place_id: string;
  reason: string;
}

/** Close the incident, in command: the log stays readable, nothing more is added but reopening. */
export interface CloseIncident {
  id: string;
  type: "close_incident";
  reason: string;
}

/**
 * Close an operation. While the sum does not close, two people say why, one after the other.
 *
 * The director and, as the second person, anyone who has a command role in the room.
 */
export interface CloseReunification {
  id: string;
  type: "close_reunification";
  operation_id: string;
  reason?: string | null;
}

/** Close a site of an operation that has another one. For the director. */
export interface CloseReunificationPlace {
  id: string;
  type: "close_reunification_place";
  operation_id: string;
  place_id: string;
}

/** Command was handed on, or became unified, as `kind` says. */
export interface CommandAccepted {
  type: "command_accepted";
  incident_id: string;
  kind: CommandOfferKind;
  offered_by: string;
  offered_by_name: string;
}

/** The command is durable. `seq`: its first entry, null for what is never logged. `room_id`: only another's. */
export interface CommandAck {
  type: "ack";
  id: string;
  seq: number | null;
  room_id?: string | null;
}

/** `relieved`: the participants from whom it was taken; `names`: what they are called. */
export interface CommandClaimed {
  type: "command_claimed";
  incident_id: string;
  basis: ClaimBasis;
  relieved?: string[];
  names?: string[];
  reason?: string | null;
}

/** Why someone is no longer in command without having said so. */
export type CommandEnd = "left_room" | "removed" | "access_ended";

/** Ask for something; `command` is one of a capability's, validated on its own so that its id can be answered. */
export interface CommandFrame {
  type: "command";
  command: 
  | ReportRoom
  | WithdrawRoomReport
  | AttachFile
  | OpenCasualty
  | RetriageCasualty
  | PlaceCasualty
  | TagCasualty
  | AgeCasualty
  | IdentifyCasualty
  | NoteInjury
  | NoteIntervention
  | MoveCasualty
  | ReportCasualty
  | TellHospitalBeds
  | ClaimCommand
  | OfferCommand
  | AcceptCommand
  | DeclineCommand
  | RelinquishCommand
  | RecordDisclosure
  | RelayCall
  | SetCadNumber
  | MarkDuplicate
  | PartDuplicate
  | TakeEmergencyAccess
  | PinFact
  | ConfirmFact
  | SupersedeFact
  | WithdrawFact
  | MarkFollowUp
  | SettleFollowUp
  | ClaimFunction
  | AppointToFunction
  | OfferFunction
  | AcceptFunction
  | DeclineFunction
  | ReleaseFunction
  | SetGroundPlace
  | ReshapeGroundPlace
  | RelabelGroundPlace
  | ConfirmGroundPlace
  | CloseGroundPlace
  | ReportSighting
  | ConfirmSighting
  | TakeBackSighting
  | TellDoor
  | EditFormBlock
  | TakeFormSeed
  | OpenIncident
  | CloseIncident
  | ReopenIncident
  | PlaceMarker
  | MoveMarker
  | RemoveMarker
  | DrawShape
  | EraseShape
  | CallMayday
  | AcknowledgeMayday
  | ClearMayday
  | PostMessage
  | StrikeEntry
  | InviteMutualAid
  | EndMutualAid
  | RaisePanic
  | CancelPanic
  | ConfirmPanic
  | JudgeThreats
  | ProposeAllClear
  | ConfirmAllClear
  | JoinRoom
  | LeaveRoom
  | RemoveParticipant
  | ReadmitParticipant
  | SharePosition
  | StopSharingPosition
  | PostPriorityMessage
  | AcknowledgePriorityMessage
  | DeclareRealWorld
  | StartResponseAction
  | ChangeResponseAction
  | OpenLockedRooms
  | ReleaseResponseAction
  | OpenReunification
  | PauseReunification
  | ResumeReunification
  | OpenReunificationPlace
  | CloseReunificationPlace
  | GiveReunificationRole
  | EndReunificationRole
  | CloseReunification
  | TickRoleStep
  | UntickRoleStep
  | StandAsideFromRole
  | ReturnToRole
  | MarkSpace
  | AssignSearchArea
  | ReleaseSearchArea
  | ChangePlace
  | JoinSite
  | LeaveSite
  | SetStatus
  | CheckInUnit
  | SetUnitStatus
  | PlaceUnit
  | AssignUnit
  | AskPar
  | AnswerPar;
}

/**
 * A commander left, was removed, or may not be here any more. `is_vacant` as above.
 *
 * Where access ended, the server writes it, as its author says.
 */
export interface CommandLapsed {
  type: "command_lapsed";
  incident_id: string;
  participant_id: string;
  name: string;
  cause: CommandEnd;
  is_vacant: boolean;
}

/** Command has been vacant for too long. The server writes it, as its author says. */
export interface CommandMissing {
  type: "command_missing";
  incident_id: string;
  since: string;
}

/** The command left no trace, and why. `id` is null when the command had none that can be said back. */
export interface CommandNack {
  type: "nack";
  id: string | null;
  problem: RefusedCommand;
}

/** An offer that waits for its answer: a transfer of the offerer's place, or a place beside it (unified). */
export interface CommandOffer {
  kind: CommandOfferKind;
  to: string;
  offered_by: string;
  offered_at: string;
}

export interface CommandOfferEnded {
  type: "command_offer_ended";
  incident_id: string;
  outcome: CommandOfferOutcome;
  to: string;
  to_name: string;
}

/** What is offered (ICS). */
export type CommandOfferKind = "transfer" | "unified";

/** How an offer of command ends that is not accepted. */
export type CommandOfferOutcome = "declined" | "withdrawn";

export interface CommandOffered {
  type: "command_offered";
  incident_id: string;
  kind: CommandOfferKind;
  to: string;
  to_name: string;
}

/** `is_vacant`: command is vacant from now on. */
export interface CommandRelinquished {
  type: "command_relinquished";
  incident_id: string;
  is_vacant: boolean;
  reason: string;
}

/** End the alarm that another person proposed to end; one of the two is in command. */
export interface ConfirmAllClear {
  id: string;
  type: "confirm_all_clear";
}

/** Confirm what another person pinned, and say from where one knows it. It is fresh again. */
export interface ConfirmFact {
  id: string;
  type: "confirm_fact";
  fact_id: string;
  source: FactSource;
}

/** Say that a place still is there. */
export interface ConfirmGroundPlace {
  id: string;
  type: "confirm_ground_place";
  place_id: string;
}

/** Administrators of the school or district only: a press is a real emergency. The alert never waited for it. */
export interface ConfirmPanic {
  id: string;
  type: "confirm_panic";
  panic_id: string;
}

/** Say that it was seen again: now, and at the same place unless another one is said. */
export interface ConfirmSighting {
  id: string;
  type: "confirm_sighting";
  sighting_id: string;
  lon?: number | null;
  lat?: number | null;
  level_id?: string | null;
  in_room?: string | null;
}

/** How a participant is connected: open sockets, the last seq they acknowledged, and when they were last heard. */
export interface Connected {
  participant_id: string;
  sockets: number;
  acked: number;
  seen_at: string;
}

/** The rows of an agreement's data matrix. */
export type DataCategory = 
  | "student_roster"
  | "staff_roster"
  | "photo"
  | "schedule"
  | "attendance"
  | "address_guardians"
  | "discipline"
  | "special_education"
  | "medical"
  | "counselling"
  | "threat_assessment"
  | "visitor_log"
  | "door_events"
  | "live_video"
  | "recorded_video"
  | "floor_plan"
  | "tip_reports"
  | "social_media_alert"
  | "device_location"
  | "site_assessment"
  | "school_climate"
  | "emergency_plan";

/**
 * In an exercise: say that something real happened. It ends, and all present are in a real incident from then on.
 *
 * That is the one that is open at the site, or a new one. `declaration_id` is the client's. All people at the site are
 * told at once, as of something real.
 */
export interface DeclareRealWorld {
  id: string;
  type: "declare_real_world";
  declaration_id: string;
  note: string;
  incident_type?: IncidentType;
}

/** Decline what was offered to oneself; for those in command: take the offer back. */
export interface DeclineCommand {
  id: string;
  type: "decline_command";
}

/** Decline a function that was offered to oneself; for its holder and for command: take the offer back. */
export interface DeclineFunction {
  id: string;
  function: StaffFunction;
  subdivision?: string | null;
  type: "decline_function";
}

/** By what right student data is given to someone: the part of 34 CFR 99, or consent. */
export type DisclosureAuthority = 
  | "health_or_safety_emergency"
  | "school_official"
  | "directory_information"
  | "court_order_or_subpoena"
  | "consent"
  | "parent_or_student";

/** Student data was given to a recipient. The threat and the students stand in the district's ledger, not here. */
export interface DisclosureRecorded {
  type: "disclosure_recorded";
  disclosure_id: string;
  authority: DisclosureAuthority;
  categories: DataCategory[];
  agency_id: string;
  agency: string;
  recipient: string;
  clause: string;
}

/** How a door is, as the people at it say. */
export type DoorCondition = "breached" | "locked" | "propped" | "blocked" | "usable";

/** Whether the door of a room is locked. */
export type DoorLock = "locked" | "unlocked";

/** How a door is, under the id of the plan's opening; of a plan without doors, under the room's (`is_room`). */
export interface DoorStateObject {
  door: string;
  is_room: boolean;
  lon: number;
  lat: number;
  level_id: string;
  state: DoorCondition;
  note?: string | null;
  told_by: string;
  told_at: string;
}

/** `before`: how the door was, as far as it was told. */
export interface DoorTold {
  type: "door_told";
  door_id: string;
  door: string;
  state: DoorCondition;
  before?: DoorCondition | null;
  note?: string | null;
}

/** Draw a line (>= 2 different points) or a zone (>= 3 different points, the first not repeated at the end). */
export interface DrawShape {
  id: string;
  type: "draw_shape";
  shape_id: string;
  kind: ShapeKind;
  points: [number, number][];
  label?: string | null;
  level_id?: string | null;
  audience?: Audience;
}

/** In the duplicate's log: the incident that goes on. */
export interface DuplicateMarked {
  type: "duplicate_marked";
  incident_id: string;
}

/**
 * Another incident that is the same emergency, under that incident's id, in both rooms.
 *
 * `goes_on_there`: the other one goes on. Two that are no duplicates, said at once or after they were marked, have the
 * person who parted them.
 */
export interface DuplicateObject {
  room_id: string;
  title: string;
  title_in?: { [name: string]: string };
  opened_at: string;
  goes_on_there: boolean;
  marked_by: string;
  marked_at: string;
  parted_by?: string | null;
  parted_at?: string | null;
}

/** In both logs: the other one. */
export interface DuplicateParted {
  type: "duplicate_parted";
  incident_id: string;
  reason: string;
}

/** In the log of the incident that goes on: its duplicate. */
export interface DuplicateTaken {
  type: "duplicate_taken";
  incident_id: string;
}

/**
 * Write in a block of a form. No later line of the log takes the place of it.
 *
 * `seen_seq`: the entry by which the block was written as the sender read it; 0: no person had written in it.
 */
export interface EditFormBlock {
  id: string;
  type: "edit_form_block";
  form: IcsForm;
  block: string;
  subject?: string;
  lines: string[][];
  seen_seq?: number;
}

/** A responder has taken rights for a while to save life; reviewed afterwards. In an exercise it opens nothing. */
export interface EmergencyAccessTaken {
  type: "emergency_access_taken";
  emergency_access_id: string;
  grants: TermKind[];
  reason: string;
  until: string;
}

/** Those in command: end a person's mutual aid, or take an invitation back. It cannot be undone. */
export interface EndMutualAid {
  id: string;
  type: "end_mutual_aid";
  aid_id: string;
  reason: string;
}

/** Take a vest off: one's own or, for the director, another person's. */
export interface EndReunificationRole {
  id: string;
  type: "end_reunification_role";
  operation_id: string;
  role_id: string;
}

/** A stretch of the log: each item is what an entry or withheld frame says. */
export interface EntriesOut {
  head: number;
  entries: LogEntry[];
}

/** What an entry says: what has happened, and as an RFC 7396 merge patch what the room's state is by it. */
export interface EntryContent {
  v: 1;
  room_id: string;
  seq: number;
  at: string;
  exercise: boolean;
  audience: AudienceWord;
  by: Author;
  command_id: string;
  event: 
  | RoomReported
  | RoomNamesReported
  | RoomReportWithdrawn
  | RoomNamesWithdrawn
  | FileAttached
  | CasualtyOpened
  | CasualtyReported
  | CasualtyRetriaged
  | CasualtyPlaced
  | CasualtyTagged
  | CasualtyAged
  | CasualtyIdentified
  | CasualtyInjuryNoted
  | CasualtyInterventionNoted
  | CasualtyFindingWithdrawn
  | CasualtyMoved
  | CasualtiesCounted
  | HospitalTold
  | CommandClaimed
  | CommandOffered
  | CommandAccepted
  | CommandOfferEnded
  | CommandRelinquished
  | CommandLapsed
  | CommandMissing
  | DisclosureRecorded
  | CallRelayed
  | CadNumberSet
  | CadNumberRemoved
  | DuplicateMarked
  | DuplicateTaken
  | DuplicateParted
  | AccessWidened
  | AccessNarrowed
  | EmergencyAccessTaken
  | ExerciseStarted
  | ExercisePaused
  | ExerciseResumed
  | ExerciseInterrupted
  | ExerciseEnded
  | ExercisePaced
  | InjectDelivered
  | ExerciseStepShown
  | FactPinned
  | FactConfirmed
  | FactSuperseded
  | FactWithdrawn
  | FamiliesTold
  | FollowUpMarked
  | FollowUpSettled
  | FunctionClaimed
  | FunctionAppointed
  | FunctionOffered
  | FunctionAccepted
  | FunctionOfferEnded
  | FunctionReleased
  | GroundPlaceSet
  | GroundPlaceReshaped
  | GroundPlaceRelabeled
  | GroundPlaceConfirmed
  | GroundPlaceClosed
  | SightingReported
  | SightingConfirmed
  | SightingTakenBack
  | DoorTold
  | FormBlockWritten
  | FormSeedTaken
  | IncidentOpened
  | IncidentClosed
  | IncidentReopened
  | MarkerPlaced
  | MarkerMoved
  | MarkerRemoved
  | ShapeDrawn
  | ShapeErased
  | MaydayCalled
  | MaydayAcknowledged
  | MaydayCleared
  | MessagePosted
  | EntryStruck
  | MutualAidInvited
  | MutualAidJoined
  | MutualAidEnded
  | MutualAidWithdrawn
  | PanicPressed
  | PanicCancelled
  | PanicConfirmed
  | ThreatsJudged
  | AllClearProposed
  | AllClearGiven
  | ParticipantJoined
  | ParticipantLeft
  | ParticipantRemoved
  | ParticipantReadmitted
  | PriorityMessagePosted
  | PriorityMessageAcknowledged
  | RealWorldDeclared
  | ResponseActionStarted
  | ResponseActionChanged
  | LockedRoomsOpened
  | ResponseActionReleased
  | ReunificationOpened
  | ReunificationPaused
  | ReunificationResumed
  | ReunificationPlaceOpened
  | ReunificationPlaceClosed
  | ReunificationRoleGiven
  | ReunificationRoleEnded
  | ReunificationCounted
  | ReunificationClosingAsked
  | ReunificationClosed
  | RoleStepTicked
  | RoleStepUnticked
  | RoleStoodAside
  | RoleTakenUp
  | SpaceMarked
  | SpaceOpenedAgain
  | SearchAreaAssigned
  | SearchAreaReleased
  | SiteJoined
  | SiteLeft
  | PlaceChanged
  | StatusSet
  | UnitCheckedIn
  | UnitStatusSet
  | UnitPlaced
  | UnitAssigned
  | ParAsked
  | ParAnswered
  | ParMissed;
  patch?: { [name: string]: { [name: string]: JsonObject | null } };
}

/** A log entry that the reader may read, with its salt and its place in the hash chain. */
export interface EntryFrame {
  type: "entry";
  seq: number;
  salt: string;
  digest: string;
  hash: string;
  content: EntryContent;
}

export interface EntryStruck {
  type: "entry_struck";
  seq: number;
}

/** Take a shape off the map; the log keeps it. */
export interface EraseShape {
  id: string;
  type: "erase_shape";
  shape_id: string;
}

/** Why the socket is about to be closed. */
export interface ErrorFrame {
  type: "error";
  problem: Problem;
}

/** ENDEX. The incident closes with it. */
export interface ExerciseEnded {
  type: "exercise_ended";
  incident_id: string;
  reason: string;
}

/** Something real happened: stands just before the real-world word, and nothing simulated follows it. */
export interface ExerciseInterrupted {
  type: "exercise_interrupted";
  incident_id: string;
}

/** Exercise time passes at another pace from now on. */
export interface ExercisePaced {
  type: "exercise_paced";
  incident_id: string;
}

/** PAUSEX. */
export interface ExercisePaused {
  type: "exercise_paused";
  incident_id: string;
  reason: string;
}

/**
 * The exercise that is played here; a room has at most one, under the incident's id.
 *
 * `exercise_s`: seconds of exercise time at `clock_at`. While it runs, `pace` of them pass in each second.
 */
export interface ExercisePlayObject {
  exercise_id: string;
  name: string;
  phase: PlayPhase;
  is_discussion: boolean;
  pace: number;
  exercise_s: number;
  clock_at: string;
}

/** It goes on, after a pause or after something real. */
export interface ExerciseResumed {
  type: "exercise_resumed";
  incident_id: string;
  reason: string;
}

/** STARTEX. */
export interface ExerciseStarted {
  type: "exercise_started";
  incident_id: string;
}

/** What all people in a discussion look at now, under the incident's id. `number` counts from 1. */
export interface ExerciseStepObject {
  inject_id: string;
  number: number;
  sender: string;
  text: string;
}

/** In a discussion: all screens show this now. */
export interface ExerciseStepShown {
  type: "exercise_step_shown";
  incident_id: string;
  number: number;
}

export interface FactConfirmed {
  type: "fact_confirmed";
  fact_id: string;
}

/** What a pinned fact says. Facts of one kind about one subject contradict each other if they differ. */
export type FactKind = "suspects" | "suspect_description" | "occupied_room" | "breached_door" | "hazard" | "other";

/**
 * What is known of the incident. One that ended stays, with who ended it.
 *
 * `subject`: what or where it is about ("room 112", "door 7"); `since`: when it was pinned, or last confirmed;
 * `valid_until`: from then on it is old news (amber).
 */
export interface FactObject {
  kind: FactKind;
  value: string;
  subject?: string | null;
  source: FactSource;
  source_note?: string | null;
  level_id?: string | null;
  lon?: number | null;
  lat?: number | null;
  audience: Audience;
  standing: FactStanding;
  pinned_by: string;
  pinned_at: string;
  since: string;
  valid_until: string;
  valid_minutes: number;
  confirmed_by?: string | null;
  confirmed_at?: string | null;
  confirmed_source?: FactSource | null;
  superseded_by?: string | null;
  ended_by?: string | null;
  ended_at?: string | null;
}

export interface FactPinned {
  type: "fact_pinned";
  fact_id: string;
}

/** Who says so. */
export type FactSource = "caller" | "camera" | "officer" | "firefighter" | "teacher" | "student" | "sensor" | "other";

/** What became of a pinned fact. */
export type FactStanding = "stands" | "superseded" | "withdrawn";

/** Another fact stands in its place: `by_fact_id`. */
export interface FactSuperseded {
  type: "fact_superseded";
  fact_id: string;
  by_fact_id: string;
}

export interface FactWithdrawn {
  type: "fact_withdrawn";
  fact_id: string;
  reason: string;
}

/**
 * Two people have let a message go out. `words`: as it is in `language`; `guardians`: to how many it goes.
 *
 * In an exercise it goes to no one.
 */
export interface FamiliesTold {
  type: "families_told";
  message_id: string;
  kind: FamilyMessageKind;
  kind_words: string;
  kind_words_in?: { [name: string]: string };
  schools: string[];
  language: string;
  words: string;
  guardians: number;
}

/** What a message to families says: an action (Standard Response Protocol), a step of a reunification, a drill. */
export type FamilyMessageKind = 
  | "hold"
  | "secure"
  | "lockdown"
  | "evacuate"
  | "shelter"
  | "all_clear"
  | "site_opens"
  | "site_moved"
  | "where_to_go"
  | "what_to_bring"
  | "site_closed"
  | "drill_notice"
  | "drill_over";

export interface FileAttached {
  type: "file_attached";
  attachment_id: string;
}

export interface FollowUpMarked {
  type: "follow_up_marked";
  seq: number;
}

/** An entry needs follow-up; the object's id is the entry's seq. Who reads the entry reads this. */
export interface FollowUpObject {
  words?: string | null;
  marked_by: string;
  marked_at: string;
  settled_by?: string | null;
  settled_at?: string | null;
  outcome?: string | null;
}

export interface FollowUpSettled {
  type: "follow_up_settled";
  seq: number;
}

/** What a person wrote in a block of a form, under an id that follows from form, block and subject. */
export interface FormBlockObject {
  form: IcsForm;
  block: string;
  subject?: string;
  lines: string[][];
  written_by: string;
  written_at: string;
}

/** What was written stands in the patch. */
export interface FormBlockWritten {
  type: "form_block_written";
  form: IcsForm;
  block: string;
  subject?: string;
}

export interface FormSeedTaken {
  type: "form_seed_taken";
  form: IcsForm;
  block: string;
  subject?: string;
}

export interface FunctionAccepted {
  type: "function_accepted";
  function: StaffFunction;
  subdivision?: string | null;
  offered_by: string;
  offered_by_name: string;
}

/** `relieved`: the participant from whom it was taken; `relieved_name`: what they are called. */
export interface FunctionAppointed {
  type: "function_appointed";
  function: StaffFunction;
  subdivision?: string | null;
  to: string;
  to_name: string;
  relieved?: string | null;
  relieved_name?: string | null;
}

/** How the holder of a function came to hold it. */
export type FunctionBasis = "claimed" | "appointed" | "handed_over";

export interface FunctionClaimed {
  type: "function_claimed";
  function: StaffFunction;
}

/** How a function became vacant. */
export type FunctionEnd = "released" | "relieved" | "left_room" | "removed" | "access_ended";

/** An offer of the holder that waits for its answer. */
export interface FunctionOffer {
  to: string;
  offered_at: string;
}

export interface FunctionOfferEnded {
  type: "function_offer_ended";
  function: StaffFunction;
  subdivision?: string | null;
  outcome: CommandOfferOutcome;
  to: string;
  to_name: string;
}

export interface FunctionOffered {
  type: "function_offered";
  function: StaffFunction;
  subdivision?: string | null;
  to: string;
  to_name: string;
}

/**
 * The function is vacant: its holder gave it up, was relieved, left or may not be here any more, as `end` says.
 *
 * Where access ended, the server writes it, as its author says.
 */
export interface FunctionReleased {
  type: "function_released";
  function: StaffFunction;
  subdivision?: string | null;
  holder: string;
  holder_name: string;
  end: FunctionEnd;
  reason?: string | null;
}

/** Take a role in an operation, or give it to a participant. A new director takes the place of the one before. */
export interface GiveReunificationRole {
  id: string;
  type: "give_reunification_role";
  operation_id: string;
  role: ReunificationRole;
  participant_id?: string | null;
  place_id?: string | null;
}

/** This server process is about to stop; connect again after so many seconds. */
export interface GoodbyeFrame {
  type: "goodbye";
  retry_after_s: number;
}

/** Squares from (west, north) to the east and south; `cell_m` on the ground, the steps in degrees. */
export interface Grid {
  west: number;
  north: number;
  cell_m: number;
  lon_step_deg: number;
  lat_step_deg: number;
  columns: number;
  rows: number;
}

/** For which function a place was set: only that one, or command, changes it. */
export type GroundFunction = "command" | "law" | "fire" | "ems" | "dispatch" | "emergency_management";

/** What a place means to all who work there (NFPA 3000, ICS). */
export type GroundKind = 
  | "casualty_collection_point"
  | "ambulance_exchange_point"
  | "protected_corridor"
  | "landing_zone"
  | "staging"
  | "command_post"
  | "inner_perimeter"
  | "outer_perimeter"
  | "hot_zone"
  | "warm_zone"
  | "cold_zone";

export interface GroundPlaceClosed {
  type: "ground_place_closed";
  place_id: string;
  kind: GroundKind;
  name?: string | null;
  reason: string;
}

export interface GroundPlaceConfirmed {
  type: "ground_place_confirmed";
  place_id: string;
  kind: GroundKind;
  name?: string | null;
}

/**
 * A place with a meaning. `function`: that one, or command, changes it. `where`: its rooms, in words.
 *
 * `points`: each `[lon, lat]`. A closed place stays, with who closed it, when and why.
 */
export interface GroundPlaceObject {
  kind: GroundKind;
  name?: string | null;
  points: [number, number][];
  level_id?: string | null;
  where?: string | null;
  function: GroundFunction;
  set_by: string;
  set_at: string;
  shaped_by?: string | null;
  shaped_at?: string | null;
  confirmed_by?: string | null;
  confirmed_at?: string | null;
  closed_by?: string | null;
  closed_at?: string | null;
  close_reason?: string | null;
}

/** `before`: what it was called. */
export interface GroundPlaceRelabeled {
  type: "ground_place_relabeled";
  place_id: string;
  kind: GroundKind;
  name?: string | null;
  before?: string | null;
}

/** The former shape is in the entries before: a fold up to the one before this has it. */
export interface GroundPlaceReshaped {
  type: "ground_place_reshaped";
  place_id: string;
  kind: GroundKind;
  name?: string | null;
  where?: string | null;
}

/** What was said stands here: the place changes, and its entry does not. */
export interface GroundPlaceSet {
  type: "ground_place_set";
  place_id: string;
  kind: GroundKind;
  name?: string | null;
  where?: string | null;
  function: GroundFunction;
}

/**
 * A function of the staff that is or was held. `holder` and what goes with it: none while it is vacant.
 *
 * `appointed_by`: who of command gave it, where it was given. `vacant_since`: while it is vacant.
 */
export interface HeldFunctionObject {
  function: StaffFunction;
  subdivision?: string | null;
  holder?: string | null;
  since?: string | null;
  basis?: FunctionBasis | null;
  appointed_by?: string | null;
  offer?: FunctionOffer | null;
  vacant_since?: string | null;
}

/** First frame of a client. `after` is the last seq it has; without it the server sends a snapshot. */
export interface Hello {
  type: "hello";
  after?: number | null;
}

/**
 * A hospital that casualties are brought to, and its free beds by urgency as it told them. It names no one.
 *
 * Without `told_at`, no one has asked it yet.
 */
export interface HospitalObject {
  name: string;
  immediate?: number | null;
  delayed?: number | null;
  minimal?: number | null;
  told_by?: string | null;
  told_at?: string | null;
  noted_by: string;
}

/** A hospital is listed, or has told its free beds. */
export interface HospitalTold {
  type: "hospital_told";
  hospital_id: string;
  name: string;
  immediate?: number | null;
  delayed?: number | null;
  minimal?: number | null;
  told_by?: string | null;
}

/** A form by its official number (FEMA 502-2); 309 is the communications log of the same family. */
export type IcsForm = "201" | "202" | "203" | "204" | "205" | "206" | "207" | "208" | "209" | "211" | "213" | "214" | "215" | "215A" | "309";

/** Say who a casualty is. Only fire, EMS and the notification room read it. */
export interface IdentifyCasualty {
  id: string;
  type: "identify_casualty";
  casualty_id: string;
  name: string;
}

/** When a session locks, sockets and all; null: never. */
export interface InUseView {
  locks_at: string | null;
}

export interface IncidentClosed {
  type: "incident_closed";
  incident_id: string;
  reason: string;
}

/**
 * Who is in command, under the incident's id. It begins with the first claim, or the first alarm of a vacancy.
 *
 * `commanders`: since when, by participant; two or more are in unified command, none: command is vacant.
 * `vacant_since`: while it is vacant. `alarmed_at`: when all with a command role were told of that.
 */
export interface IncidentCommandObject {
  commanders?: { [name: string]: string };
  offer?: CommandOffer | null;
  vacant_since?: string | null;
  alarmed_at?: string | null;
}

/**
 * What the incident is; a room has exactly one, under the incident's id.
 *
 * `site` says where it is: the name of its site, or of an incident away from one the place and whose it is.
 * `place` has the place alone, and the point where it is known; left out of an incident that is at its site.
 */
export interface IncidentFactsObject {
  site_id: string;
  site: string;
  place?: string | null;
  place_lon?: number | null;
  place_lat?: number | null;
  incident_type: IncidentType;
  severity: Severity;
  title: string;
  title_in?: { [name: string]: string };
  is_exercise: boolean;
  status: IncidentStatus;
  opened_at: string;
  closed_at?: string | null;
}

/** `is_told`: false where the entry that follows tells the same people more, as a panic press does. */
export interface IncidentOpened {
  type: "incident_opened";
  incident_id: string;
  is_told: boolean;
}

export interface IncidentReopened {
  type: "incident_reopened";
  incident_id: string;
  reason: string;
}

/** A site that is in the incident besides its own, or was, under its id. `left_at`: since when it is no longer. */
export interface IncidentSiteObject {
  site: string;
  joined_by: string;
  joined_at: string;
  left_at?: string | null;
}

/** EIDO incident status, the three a room itself can reach. */
export type IncidentStatus = "Active" | "Closed" | "ReOpened";

/** What is happening, the worst first: the school-relevant part of APCO 2.103.2-2019, and what that list lacks. */
export type IncidentType = 
  | "ACTSHOOT"
  | "SHOOT"
  | "STABBING"
  | "WEAPON"
  | "ABDUCTNF"
  | "ABDUCTF"
  | "THREATS"
  | "BOMB"
  | "ALRPANA"
  | "ALRPANS"
  | "FSTRU"
  | "FSMOKE"
  | "ALRF"
  | "GASLEAKI"
  | "GASLEAKO"
  | "HAZMAT"
  | "TORNADO"
  | "EARTHQUAKE"
  | "MCI"
  | "CARDIAC"
  | "OD"
  | "SEIZURE"
  | "SICK"
  | "TRAUMA"
  | "SUICTHRT"
  | "FIGHT"
  | "ASSAULT"
  | "PERSUSP"
  | "PERMISS"
  | "CUSTODY"
  | "ANIMAL"
  | "WEATHER"
  | "POWEROUT"
  | "WATEROUT"
  | "TRESPASS"
  | "SCH"
  | "STDBY"
  | "INFO";

/** An incident in a list. `site` says where it is; `place` has the place alone of one that is not at its site. */
export interface IncidentView {
  incident_id: string;
  room_id: string;
  site_id: string;
  site: string;
  place: string | null;
  incident_type: IncidentType;
  severity: Severity;
  title: string;
  title_in: { [name: string]: string };
  is_exercise: boolean;
  status: IncidentStatus;
  opened_at: string;
  head: number;
}

/**
 * Only on the socket of incidents: those that have changed, each as it is now; a closed one comes once more.
 *
 * `is_all`: these are all that are open to the reader, whatever came before. `gone`: rooms that are no longer.
 */
export interface IncidentsFrame {
  type: "incidents";
  at: string;
  is_all: boolean;
  gone: string[];
  incidents: WatchedIncident[];
}

/** Something simulated was brought into play. */
export interface InjectDelivered {
  type: "inject_delivered";
  inject_id: string;
  by: SimulatedBy;
}

/** What a casualty has, as it is seen at once. */
export type Injury = 
  | "gunshot"
  | "stab"
  | "bleeding"
  | "breathing"
  | "unconscious"
  | "head"
  | "chest"
  | "abdomen"
  | "limb"
  | "burn"
  | "blast"
  | "crush";

/** What was done for a casualty. */
export type Intervention = 
  | "tourniquet_left_arm"
  | "tourniquet_right_arm"
  | "tourniquet_left_leg"
  | "tourniquet_right_leg"
  | "wound_packed"
  | "chest_seal"
  | "needle"
  | "airway"
  | "recovery_position"
  | "cpr";

/** Those in command: invite a person of an agency without an agreement. Their code is asked for apart. */
export interface InviteMutualAid {
  id: string;
  type: "invite_mutual_aid";
  aid_id: string;
  agency: string;
  agency_kind: AidAgencyKind;
  person: string;
  callsign?: string | null;
  title?: string | null;
}

/** Enter the room. `agency_id` chooses for whom, when the asker belongs to several agencies that may enter. */
export interface JoinRoom {
  id: string;
  type: "join_room";
  agency_id?: string | null;
}

/**
 * Let another site join: its people come in and are told, its plans are pinned, its agreements count.
 *
 * For a command role, at a site at which the sender might open an incident.
 */
export interface JoinSite {
  id: string;
  type: "join_site";
  site_id: string;
}

export type Json = { [name: string]: Json } | Json[] | string | number | boolean | null;

export type JsonObject = { [name: string]: Json };

/**
 * Say whether active threats that are called from several places are one, or that it is not known again.
 *
 * For those in command; while no one commands, for dispatch.
 */
export interface JudgeThreats {
  id: string;
  type: "judge_threats";
  verdict: ThreatVerdict;
}

/** Leave the room; joining again is allowed. */
export interface LeaveRoom {
  id: string;
  type: "leave_room";
}

/**
 * Let a site leave that has joined: its people and those whom only its agreements let in read nothing further.
 *
 * For a command role; not while a response action is in force there.
 */
export interface LeaveSite {
  id: string;
  type: "leave_site";
  site_id: string;
  reason: string;
}

export interface LockedRoomsOpened {
  type: "locked_rooms_opened";
  action_id: string;
  rooms: string[];
}

/** An entry of the log as the socket sends it: whole, or withheld in its place. */
export type LogEntry = EntryFrame | WithheldFrame;

/**
 * Say that this incident is the same emergency as another open one at the site, which goes on.
 *
 * Both stay as they are; both logs say it, and all people in both are told.
 */
export interface MarkDuplicate {
  id: string;
  type: "mark_duplicate";
  of_room_id: string;
}

/** Mark an entry: something of it must be looked at again. A settled one is open again. */
export interface MarkFollowUp {
  id: string;
  type: "mark_follow_up";
  seq: number;
  words?: string | null;
}

/**
 * Say how the search of a room stands. A step that its state does not allow is refused with that state's code.
 *
 * `withdraw` needs a `note` that says why.
 */
export interface MarkSpace {
  id: string;
  type: "mark_space";
  space_id: string;
  step: SearchStep;
  team?: string | null;
  note?: string | null;
}

/** What a marker stands for. ASHER terms from NFPA 3000; CP, staging and CCP as ICS and TAK users know them. */
export type MarkerKind = 
  | "command_post"
  | "staging"
  | "casualty_collection_point"
  | "ambulance_exchange_point"
  | "casualty"
  | "hazard"
  | "suspect_last_seen"
  | "entry_point"
  | "assembly_point"
  | "reunification"
  | "landing_zone"
  | "other";

export interface MarkerMoved {
  type: "marker_moved";
  marker_id: string;
}

/** A marker on the map. */
export interface MarkerObject {
  kind: MarkerKind;
  label: string;
  lon: number;
  lat: number;
  level_id?: string | null;
  audience: AudienceWord;
  placed_by: string;
  placed_at: string;
  moved_at: string;
}

export interface MarkerPlaced {
  type: "marker_placed";
  marker_id: string;
}

export interface MarkerRemoved {
  type: "marker_removed";
  marker_id: string;
}

/** `by_command`: the mayday is answered. */
export interface MaydayAcknowledged {
  type: "mayday_acknowledged";
  mayday_id: string;
  by_command: boolean;
}

export interface MaydayCalled {
  type: "mayday_called";
  mayday_id: string;
}

/** `is_told`: false where an exercise was stopped by something real, of which all people are told. */
export interface MaydayCleared {
  type: "mayday_cleared";
  mayday_id: string;
  reason: string;
  is_told?: boolean;
}

/** Who of the responders is in trouble: anybody (NFPA 1561: mayday), or an officer who is hurt. */
export type MaydayKind = "mayday" | "officer_down";

/**
 * A call for help of a responder.
 *
 * `who` is in trouble; `where` in words of the caller, `place` in those of the plans; `answered_by` is the
 * commander who acknowledged it first, `acknowledged_by` all who have.
 */
export interface MaydayObject {
  kind: MaydayKind;
  who: string;
  where?: string | null;
  place?: string | null;
  level_id?: string | null;
  lon?: number | null;
  lat?: number | null;
  accuracy_m?: number | null;
  called_by: string;
  called_at: string;
  acknowledged_by?: { [name: string]: string };
  answered_by?: string | null;
  answered_at?: string | null;
  cleared_by?: string | null;
  cleared_at?: string | null;
  is_accounted_for?: boolean | null;
}

/**
 * The caller, and what apps should know of this server.
 *
 * `minimum_app_versions`: by platform, such as `ios`, the oldest version that need not be updated. No older one is
 * refused anything.
 */
export interface MeOut {
  user_id: string;
  name: string;
  memberships: MembershipView[];
  minimum_app_versions: { [name: string]: string };
}

/** What a person does in an agency. */
export type MemberRole = "officer" | "supervisor" | "commander" | "dispatcher" | "administrator" | "staff" | "planner";

/** One agency a person belongs to. */
export interface MembershipView {
  agency_id: string;
  agency: string;
  kind: AgencyKind;
  role: MemberRole;
}

export interface MessagePosted {
  type: "message_posted";
  text: string;
}

/**
 * Take a step with a casualty. A step that its state does not allow is refused with that state's code.
 *
 * `transport` needs `hospital`, which may be one that is not listed; `count_once` needs `into_id`; `bring_back`,
 * `withdraw` and `count_again` need `reason`. Nothing that was said before is deleted.
 */
export interface MoveCasualty {
  id: string;
  type: "move_casualty";
  casualty_id: string;
  step: CasualtyStep;
  area?: TreatmentArea | null;
  unit?: string | null;
  hospital?: string | null;
  destination?: string | null;
  into_id?: string | null;
  reason?: string | null;
}

/** Move a marker; its label and audience stay. */
export interface MoveMarker {
  id: string;
  lon: number;
  lat: number;
  level_id?: string | null;
  type: "move_marker";
  marker_id: string;
}

/** Why mutual aid is over. */
export type MutualAidEnd = "by_command" | "incident_closed" | "ran_out";

/**
 * Mutual aid is over, and the person who came by it receives nothing after this.
 *
 * By the clock, the server writes it in the name of the person whose access it was.
 */
export interface MutualAidEnded {
  type: "mutual_aid_ended";
  aid_id: string;
  participant_id: string;
  cause: MutualAidEnd;
  reason?: string | null;
}

export interface MutualAidInvited {
  type: "mutual_aid_invited";
  aid_id: string;
}

/** A person came in with the code they were given; written in their name. */
export interface MutualAidJoined {
  type: "mutual_aid_joined";
  aid_id: string;
  participant_id: string;
}

/**
 * A person invited into this incident without an agreement, as the commander named them, and what came of it.
 *
 * `agency` and `person` are those of the account once they have come in with one. `until`: no later than that.
 */
export interface MutualAidObject {
  agency: string;
  agency_kind: AidAgencyKind;
  person: string;
  callsign?: string | null;
  title?: string | null;
  state: MutualAidState;
  invited_by: string;
  let_in_by: string;
  invited_at: string;
  participant_id?: string | null;
  until?: string | null;
  ended_at?: string | null;
  cause?: MutualAidEnd | null;
}

/** Where someone is who was invited by mutual aid. */
export type MutualAidState = "invited" | "joined" | "ended";

/** An unused invitation is over. */
export interface MutualAidWithdrawn {
  type: "mutual_aid_withdrawn";
  aid_id: string;
  cause: MutualAidEnd;
  reason?: string | null;
}

/** Say what a casualty has; `is_withdrawn`: that it was said by mistake. */
export interface NoteInjury {
  id: string;
  type: "note_injury";
  casualty_id: string;
  injury: Injury;
  is_withdrawn?: boolean;
}

/** Say what was done for a casualty. `applied_at`: when, if not now; a time to come counts as now. */
export interface NoteIntervention {
  id: string;
  type: "note_intervention";
  casualty_id: string;
  intervention: Intervention;
  applied_at?: string | null;
  is_withdrawn?: boolean;
}

/** Offer one's own place in command, or a place beside it (unified command), to a person in the room. */
export interface OfferCommand {
  id: string;
  type: "offer_command";
  participant_id: string;
  kind: CommandOfferKind;
}

/** Offer a function that one holds to a person in the room. */
export interface OfferFunction {
  id: string;
  function: StaffFunction;
  subdivision?: string | null;
  type: "offer_function";
  participant_id: string;
}

/** Enter a casualty by its category; everything else may follow. `casualty_id` is made by the client. */
export interface OpenCasualty {
  id: string;
  type: "open_casualty";
  casualty_id: string;
  category: CasualtyCategory;
  algorithm?: TriageAlgorithm;
}

/**
 * Open an incident at a site; its room opens with it, and the asker joins it.
 *
 * With `place` it is not at the site but there, on a bus or a trip, and the site says whose it is; a point, if known.
 */
export interface OpenIncident {
  id: string;
  type: "open_incident";
  site_id: string;
  is_exercise: boolean;
  incident_type: IncidentType;
  severity: Severity;
  title: string;
  place?: string | null;
  place_lon?: number | null;
  place_lat?: number | null;
}

/** Say that one stands in rooms of a lockdown and has opened them. For responders. */
export interface OpenLockedRooms {
  id: string;
  type: "open_locked_rooms";
  action_id: string;
  space_ids: string[];
}

/**
 * Open a reunification at a site, with the students of the school's roster. The sender becomes its director.
 *
 * For a command role of the site's school or district. One is open in a room at a time.
 */
export interface OpenReunification {
  id: string;
  type: "open_reunification";
  operation_id: string;
  place_id: string;
  place: string;
  reunification_site_id?: string | null;
}

/** Open a further site, or one instead of another, which closes: the operation moves. For the director. */
export interface OpenReunificationPlace {
  id: string;
  type: "open_reunification_place";
  operation_id: string;
  place_id: string;
  place: string;
  reunification_site_id?: string | null;
  instead_of?: string | null;
}

/** Everything up to and including `seq` has stood on the person's screen. Say it again after a new connection. */
export interface OpenedFrame {
  type: "opened";
  seq: number;
}

/** An incident that is open now. */
export interface OpenedOut {
  room_id: string;
  seq: number | null;
  is_repeat: boolean;
  incident_id: string;
}

/** A room of a lockdown that a responder has opened. */
export interface OpenedRoom {
  room: string;
  opened_by: string;
  opened_at: string;
}

/**
 * A press and what became of it; a cancelled one stays. `words` are for the radio, `dispatch_text` for 9-1-1.
 *
 * Both are English, as they are read out; `words_in` and `dispatch_text_in` are the same by language, for readers.
 */
export interface PanicAlertObject {
  kind: PanicKind;
  source: PressSource;
  button?: string | null;
  place: PanicPlace;
  note?: string | null;
  words: string;
  words_in?: { [name: string]: string };
  dispatch_text: string;
  dispatch_text_in?: { [name: string]: string };
  confirmation_required: boolean;
  pressed_by: string;
  pressed_at: string;
  confirmed_by?: string | null;
  confirmed_at?: string | null;
  cancelled_by?: string | null;
  cancelled_at?: string | null;
}

export interface PanicCancelled {
  type: "panic_cancelled";
  panic_id: string;
  reason: string;
}

export interface PanicConfirmed {
  type: "panic_confirmed";
  panic_id: string;
}

/** The tiers: what someone who presses can say in one tap. No one has to know more than that help is needed. */
export type PanicKind = "emergency" | "active_threat" | "secure" | "fire" | "medical" | "staff_assist";

/**
 * A press that is recorded, what was said of it, and to whom.
 *
 * `told` is of the alarm's newest telling press, at this instant: ask again. `beside`: the other presses that stand
 * in the room, the worst first.
 */
export interface PanicOut {
  room_id: string;
  seq: number | null;
  is_repeat: boolean;
  incident_id: string;
  panic_id: string;
  is_exercise: boolean;
  place: PanicPlace;
  words: string;
  words_in: { [name: string]: string };
  dispatch_text: string;
  dispatch_text_in: { [name: string]: string };
  beside: PressBeside[];
  told: Told;
}

/**
 * Where a person pressed, as far as it was known then. What is not known is left out, never guessed.
 *
 * `place`: in words, of a press that came from away from the school, as from a bus; `site` then says whose it is.
 */
export interface PanicPlace {
  site: string;
  place?: string | null;
  address?: string | null;
  building?: string | null;
  level_id?: string | null;
  level?: string | null;
  space_id?: string | null;
  room?: string | null;
  door?: string | null;
  door_m?: number | null;
  side?: string | null;
  lon?: number | null;
  lat?: number | null;
  accuracy_m?: number | null;
  grid_cell?: string | null;
  usng?: string | null;
  aed?: string | null;
}

/**
 * `is_news`: the first press, or one from another place. Only news is told to people who are not in the room.
 *
 * `begins`: the response action that starts with it.
 */
export interface PanicPressed {
  type: "panic_pressed";
  panic_id: string;
  is_news: boolean;
  begins?: ResponseActionKind | null;
}

export interface ParAnswered {
  type: "par_answered";
  unit_id: string;
  callsign: string;
  people: number;
}

export interface ParAsked {
  type: "par_asked";
  incident_id: string;
  because: ParCause;
}

/** Why units are asked whether all are accounted for. */
export type ParCause = "asked" | "command" | "mayday";

/**
 * Units have not answered in time. `times`: 1 when it became due, more when it was reported again.
 *
 * The server writes it, as its author says.
 */
export interface ParMissed {
  type: "par_missed";
  incident_id: string;
  unit_ids: string[];
  callsigns: string[];
  times: number;
}

/**
 * An answer that was reported missing. `since`: when it was due; `times`: how often it was reported.
 *
 * `told_at`: when it was reported last. `asked_at`: the last question before that.
 */
export interface ParMissing {
  since: string;
  times: number;
  told_at: string;
  asked_at?: string | null;
}

/** How often units answer, under the incident's id, and when they were asked last. */
export interface ParObject {
  every_min: number;
  asked_at?: string | null;
  because?: ParCause | null;
}

/** Say that they are two emergencies, whether they were marked or not. Marking them takes it back. */
export interface PartDuplicate {
  id: string;
  type: "part_duplicate";
  of_room_id: string;
  reason: string;
}

export interface ParticipantJoined {
  type: "participant_joined";
  participant_id: string;
}

export interface ParticipantLeft {
  type: "participant_left";
  participant_id: string;
}

/** Where a participant is. Never logged: the last value wins. The fix was `fix_age_s` old at `at`. */
export interface ParticipantPosition {
  participant_id: string;
  lon: number;
  lat: number;
  level_id: string | null;
  accuracy_m: number;
  heading_deg: number | null;
  speed_mps: number | null;
  fix_age_s: number;
  at: string;
}

/** The person may enter again; they are not in the room before they do. */
export interface ParticipantReadmitted {
  type: "participant_readmitted";
  participant_id: string;
  reason: string;
}

export interface ParticipantRemoved {
  type: "participant_removed";
  participant_id: string;
  reason: string;
}

/** Pause an operation: no child is released until it goes on. For the director. */
export interface PauseReunification {
  id: string;
  type: "pause_reunification";
  operation_id: string;
  reason: string;
}

/** A person who is or was in the room, for one agency, with the role and the callsign they had when they joined. */
export interface PersonObject {
  name: string;
  callsign?: string | null;
  role: MemberRole;
  agency_id: string;
  agency: string;
  agency_kind: AgencyKind;
  presence: "in_room" | "left" | "removed";
  joined_at: string;
  status?: ResponderStatus | null;
  status_note?: string | null;
  status_at?: string | null;
}

/**
 * Pin a fact. `fact_id` is the client's. `supersedes`: the fact whose place it takes.
 *
 * Without an `audience` responders say it to responders, and all others to everyone; what takes another's place
 * is for the same people. Without `valid_minutes` it is good for as long as facts of its kind are.
 */
export interface PinFact {
  id: string;
  type: "pin_fact";
  fact_id: string;
  kind: FactKind;
  value: string;
  subject?: string | null;
  source: FactSource;
  source_note?: string | null;
  level_id?: string | null;
  lon?: number | null;
  lat?: number | null;
  audience?: Audience | null;
  valid_minutes?: number | null;
  supersedes?: string | null;
}

/** Ask for a pong with the server's time and head. */
export interface Ping {
  type: "ping";
}

/** Say where a casualty is: a room of the plans, a point, or words. It takes the place of what was said before. */
export interface PlaceCasualty {
  id: string;
  casualty_id: string;
  where?: string | null;
  space_id?: string | null;
  lon?: number | null;
  lat?: number | null;
  level_id?: string | null;
  type: "place_casualty";
}

/** `before`: where it was. */
export interface PlaceChanged {
  type: "place_changed";
  incident_id: string;
  before: string;
}

/** Put a marker on the map. `marker_id` is made by the client. */
export interface PlaceMarker {
  id: string;
  lon: number;
  lat: number;
  level_id?: string | null;
  type: "place_marker";
  marker_id: string;
  kind: MarkerKind;
  label: string;
  audience?: Audience;
}

/** Say where a unit is: in a room, or at a point with its words. What it does stays as it is. */
export interface PlaceUnit {
  id: string;
  type: "place_unit";
  unit_id: string;
  place?: string | null;
  lon?: number | null;
  lat?: number | null;
  level_id?: string | null;
  in_room?: string | null;
  is_by_sticker?: boolean;
}

/** How far the play is. `interrupted`: something real happened, and nothing is simulated until it is resumed. */
export type PlayPhase = "running" | "paused" | "interrupted" | "ended";

/** What is wrong, and where: a JSON pointer into the command or body. */
export interface Pointed {
  pointer: string;
  detail: string;
}

/** The answer to a ping. */
export interface PongFrame {
  type: "pong";
  head: number;
  at: string;
}

/** What has moved since the last tick, at most once a second. `gone` are no longer on the map. */
export interface PositionsFrame {
  type: "positions";
  at: string;
  gone: string[];
  positions: ParticipantPosition[];
}

/** Say something to an audience one belongs to. */
export interface PostMessage {
  id: string;
  type: "post_message";
  text: string;
  audience?: Audience;
}

/** Command only: say something that the whole audience must acknowledge. `message_id` is the client's. */
export interface PostPriorityMessage {
  id: string;
  type: "post_priority_message";
  message_id: string;
  text: string;
  audience?: Audience;
}

/** Who came, went or got further since the last such frame; the first one names those who came before you. */
export interface PresenceFrame {
  type: "presence";
  at: string;
  people: Connected[];
}

/** Another press that stands in the same room: who calls 9-1-1 says it, too. */
export interface PressBeside {
  words: string;
  words_in: { [name: string]: string };
  dispatch_text: string;
  dispatch_text_in: { [name: string]: string };
}

/** What was pressed: someone's own page or app, or a badge or button of another system. */
export type PressSource = "person" | "button";

export interface PriorityMessageAcknowledged {
  type: "priority_message_acknowledged";
  message_id: string;
}

/** A message that demands acknowledgement, and who of its audience has acknowledged it, when. */
export interface PriorityMessageObject {
  text: string;
  audience: Audience;
  posted_by: string;
  posted_at: string;
  acknowledged_by?: { [name: string]: string };
}

export interface PriorityMessagePosted {
  type: "priority_message_posted";
  message_id: string;
}

/** RFC 9457 problem details. `code` is stable and for machines; `errors` points at the field to blame. */
export interface Problem {
  type: string;
  title: string;
  status: number;
  code: string;
  detail: string;
  errors?: Pointed[];
}

/**
 * Propose to end the alarm, while there is a commander and no lockdown is in force.
 *
 * It takes a second person; a further press takes the proposal back.
 */
export interface ProposeAllClear {
  id: string;
  type: "propose_all_clear";
  reason: string;
}

/**
 * Call for help. One incident opens per alarm, however often and from wherever it is pressed.
 *
 * Say what is known: a room, or a point, or a floor, or nothing but the site. `accuracy_m` as in share_position.
 * With `place`, in words, one is not at the site but on its bus or trip: that has an alarm of its own, no response
 * action begins at the school, and a room or floor that is named is not used.
 */
export interface RaisePanic {
  id: string;
  type: "raise_panic";
  site_id: string;
  is_exercise: boolean;
  kind?: PanicKind;
  space_id?: string | null;
  level_id?: string | null;
  place?: string | null;
  lon?: number | null;
  lat?: number | null;
  accuracy_m?: number | null;
  note?: string | null;
}

/** Let a removed person enter again; for those who may remove them. */
export interface ReadmitParticipant {
  id: string;
  type: "readmit_participant";
  participant_id: string;
  reason: string;
}

/** Stands in both logs, never marked as an exercise: in the exercise's as its end, in the other as its cause. */
export interface RealWorldDeclared {
  type: "real_world_declared";
  declaration_id: string;
}

/**
 * That it is real. In the exercise it names the real incident and its room; in the real one where it was said.
 *
 * `joins`: the title of a real incident that was open at the site before, into which all have come.
 */
export interface RealWorldObject {
  note: string;
  exercise_incident_id: string;
  real_incident_id: string;
  real_room_id: string;
  declared_by: string;
  declared_at: string;
  joins?: string | null;
}

/**
 * The school only: record that student data was given to a recipient (34 CFR 99.32). It sends nothing.
 *
 * `threat`: the articulable and significant threat (34 CFR 99.36), required in an emergency. `students`: about whom.
 */
export interface RecordDisclosure {
  id: string;
  type: "record_disclosure";
  disclosure_id: string;
  authority: DisclosureAuthority;
  categories: DataCategory[];
  agency_id: string;
  recipient: string;
  students: string;
  threat?: string | null;
}

/** Why a command left no trace. With `retry_after_s`: send it again after so many seconds, with the same id. */
export interface RefusedCommand {
  type: string;
  title: string;
  status: number;
  code: string;
  detail: string;
  errors?: Pointed[];
  retry_after_s?: number | null;
}

/** Call a place something else; without a name it is called by its kind. */
export interface RelabelGroundPlace {
  id: string;
  type: "relabel_ground_place";
  place_id: string;
  name?: string | null;
}

/** Enter what `spoken_by` said by radio or telephone, for them. */
export interface RelayCall {
  id: string;
  type: "relay_call";
  spoken_by: string;
  source?: ReportSource;
  text: string;
  audience?: Audience;
}

/** Give up a function that one holds; in command: relieve its holder. */
export interface ReleaseFunction {
  id: string;
  function: StaffFunction;
  subdivision?: string | null;
  type: "release_function";
  reason: string;
}

/** How a response action ends (SRP): no one opens a door in a lockdown because a loudspeaker says so. */
export type ReleaseMode = "all_clear" | "room_by_room";

/** End an action: by command, with the all clear. A lockdown by responders, once they have opened every room. */
export interface ReleaseResponseAction {
  id: string;
  type: "release_response_action";
  action_id: string;
}

/** End the assignment of an area; what was found in its rooms stays. */
export interface ReleaseSearchArea {
  id: string;
  type: "release_search_area";
  area_id: string;
}

/** Leave command: others of a unified command go on; after the last one, command is vacant. */
export interface RelinquishCommand {
  id: string;
  type: "relinquish_command";
  reason: string;
}

/** Take a marker off the map; the log keeps it. */
export interface RemoveMarker {
  id: string;
  type: "remove_marker";
  marker_id: string;
}

/**
 * End a person's presence; their sockets close after this entry.
 *
 * For command of the person's own agency, and for command of the school or district. readmit_participant undoes it.
 */
export interface RemoveParticipant {
  id: string;
  type: "remove_participant";
  participant_id: string;
  reason: string;
}

/** Open a closed incident again. */
export interface ReopenIncident {
  id: string;
  type: "reopen_incident";
  reason: string;
}

/**
 * Report a casualty to fire and EMS, as a responder who is neither. Where it is must be said.
 *
 * The reporter reads counts as before, and no casualty: not this one either. `expectant` and `dead` are for medics to
 * say.
 */
export interface ReportCasualty {
  id: string;
  casualty_id: string;
  where?: string | null;
  space_id?: string | null;
  lon?: number | null;
  lat?: number | null;
  level_id?: string | null;
  type: "report_casualty";
  category: CasualtyCategory;
  age_group?: AgeGroup | null;
}

/**
 * Say how a room stands. `space_id` names a room of the plans, `room` says it in words: exactly one of them.
 *
 * A later report of the same person of the same room takes the place of theirs. `missing`, `extra` and `injured` are
 * counts; the lists of names beside them may be shorter, and only the school and those who may see the roster give
 * them. A substitute says so in `led_by`, and may name the teacher in `in_place_of`, which is read as those names are.
 * `site_id`: whose room it is, where sites have joined the incident; without it, of the site for which one is there.
 * A report that passes on another person's words names them in `on_behalf_of`, and in `source` how it was heard.
 */
export interface ReportRoom {
  id: string;
  type: "report_room";
  site_id?: string | null;
  space_id?: string | null;
  room?: string | null;
  state: RoomReportState;
  students?: number | null;
  adults?: number | null;
  visitors?: number | null;
  led_by?: RoomLead | null;
  in_place_of?: string | null;
  missing?: number;
  extra?: number;
  injured?: number;
  missing_names?: string[];
  extra_names?: string[];
  injured_names?: string[];
  door?: DoorLock | null;
  moving_to_space_id?: string | null;
  moving_to?: string | null;
  note?: string | null;
  source?: ReportSource | null;
  on_behalf_of?: string | null;
  said_at?: string | null;
}

/**
 * Say what was seen, and where: at a point or in a room. `sighting_id` is made by the client.
 *
 * `audience`: left out, responders read what a responder saw, and everyone what another person saw.
 */
export interface ReportSighting {
  id: string;
  type: "report_sighting";
  sighting_id: string;
  kind: SightingKind;
  what?: string | null;
  lon?: number | null;
  lat?: number | null;
  level_id?: string | null;
  in_room?: string | null;
  seen_min_ago?: number;
  audience?: Audience | null;
}

/** How someone heard what they pass on from a room. */
export type ReportSource = "radio" | "phone" | "card";

/** Move a place, or give it another shape. Its former one stays in the log. */
export interface ReshapeGroundPlace {
  id: string;
  type: "reshape_ground_place";
  place_id: string;
  points?: [number, number][] | null;
  level_id?: string | null;
  rooms?: string[] | null;
}

/** What comes: emergency resource types of EIDO (NENA-STA-021.1a) that come to a school. */
export type ResourceKind = 
  | "PatrolUnit"
  | "SchoolOfficer"
  | "SWAT"
  | "LawEnforcementCommandUnit"
  | "BombSquad"
  | "CrisisInterventionUnit"
  | "GroundALSAmbulance"
  | "GroundBLSAmbulance"
  | "MedicalTransportVehicle"
  | "StructureFireEngineType1"
  | "StructureFireEngineType2"
  | "FireTruckLadder"
  | "SafetyOfficer"
  | "CommandLevel1"
  | "CommandLevel2"
  | "CommandLevel3"
  | "CommandLevel4"
  | "CanineSearchandRescue"
  | "UnmannedAerialVehicle"
  | "IncidentManagementTeam"
  | "VictimAdvocate";

/** A person's own status: EIDO secondary unit status (NENA-STA-021.1a), the part a person on foot needs. */
export type ResponderStatus = 
  | "AcknowledgedTransmission"
  | "EnRoute"
  | "Staging"
  | "OnScene"
  | "CheckedIn"
  | "PatientContact"
  | "Transporting"
  | "InService"
  | "OutofService"
  | "Departed";

/** Another action took the place of one; `action_id` is the new one's. */
export interface ResponseActionChanged {
  type: "response_action_changed";
  action_id: string;
  replaces: string;
}

/** The five actions of the Standard Response Protocol ("I Love U Guys" Foundation). */
export type ResponseActionKind = "hold" | "secure" | "lockdown" | "evacuate" | "shelter";

/**
 * One action at one place. `scope` names the place: the whole site, a building, a floor, or single rooms.
 *
 * `hides`: a lockdown, and what a lockdown was turned into: devices of people at the school stay silent.
 * `opened` are the rooms of a lockdown that responders have opened, by their id.
 * `site_id`: of which site, where it is one that has joined the incident; left out at the incident's own.
 */
export interface ResponseActionObject {
  kind: ResponseActionKind;
  status: ResponseActionStatus;
  scope: string;
  site_id?: string | null;
  building_id?: string | null;
  level_id?: string | null;
  spaces?: { [name: string]: string };
  hazard?: ShelterHazard | null;
  strategy?: SafetyStrategy | null;
  destination?: string | null;
  hides: boolean;
  initiated_by: string;
  initiated_at: string;
  replaces?: string | null;
  replaced_by?: string | null;
  opened?: { [name: string]: OpenedRoom };
  release_mode?: ReleaseMode | null;
  released_by?: string | null;
  released_at?: string | null;
}

export interface ResponseActionReleased {
  type: "response_action_released";
  action_id: string;
}

/** `is_told`: false where the entry before tells the same people, as a panic press does. */
export interface ResponseActionStarted {
  type: "response_action_started";
  action_id: string;
  is_told: boolean;
}

/** What has become of a response action. */
export type ResponseActionStatus = "in_force" | "changed" | "released" | "ended";

/** Go on with a paused operation. For the director. */
export interface ResumeReunification {
  id: string;
  type: "resume_reunification";
  operation_id: string;
}

/** You have more than the log: throw away what you have and say hello without `after`. */
export interface ResyncFrame {
  type: "resync_required";
  head: number;
  reason: "ahead_of_log";
}

/** Say a casualty's category again. Each time stays. */
export interface RetriageCasualty {
  id: string;
  type: "retriage_casualty";
  casualty_id: string;
  category: CasualtyCategory;
  algorithm?: TriageAlgorithm;
}

/** Say that one can hold a role again, after having stood aside. */
export interface ReturnToRole {
  id: string;
  type: "return_to_role";
  role: StaffRole;
}

export interface ReunificationClosed {
  type: "reunification_closed";
  operation_id: string;
  unresolved: number;
  reason?: string;
}

/** The first of two people has said why the operation is closed although `unresolved` students are left. */
export interface ReunificationClosingAsked {
  type: "reunification_closing_asked";
  operation_id: string;
  unresolved: number;
  reason: string;
}

/** Students came into a group, or absent ones were taken out of the sum; `codes` says which, without names. */
export interface ReunificationCounted {
  type: "reunification_counted";
  operation_id: string;
  codes: string[];
  number: number;
  group: StudentGroup;
  group_words: string;
  group_words_in?: { [name: string]: string };
  place_id?: string | null;
}

/**
 * One operation, under its id, with the numbers of its students. `roster_at`: how old the list is they come from.
 *
 * `enrolled` less `absent` is the sum of the eight numbers after it. `closing_asked_by`: the first of two people who
 * say why it is closed although students are not resolved; it counts for fifteen minutes from `closing_asked_at`.
 */
export interface ReunificationObject {
  state: ReunificationState;
  place: string;
  opened_by: string;
  opened_at: string;
  roster_at?: string | null;
  enrolled: number;
  absent: number;
  not_yet_here: number;
  here?: number;
  reunited?: number;
  hospital?: number;
  with_police?: number;
  ran?: number;
  elsewhere?: number;
  missing?: number;
  closing_asked_by?: string | null;
  closing_asked_at?: string | null;
  closed_at?: string | null;
}

export interface ReunificationOpened {
  type: "reunification_opened";
  operation_id: string;
}

export interface ReunificationPaused {
  type: "reunification_paused";
  operation_id: string;
  reason: string;
}

export interface ReunificationPlaceClosed {
  type: "reunification_place_closed";
  place_id: string;
}

/** A site of an operation. `moved_to`: the place that was opened instead of it. */
export interface ReunificationPlaceObject {
  operation_id: string;
  place: string;
  reunification_site_id?: string | null;
  opened_at: string;
  closed_at?: string | null;
  moved_to?: string | null;
}

/** `before`: the site that closed with it. */
export interface ReunificationPlaceOpened {
  type: "reunification_place_opened";
  place_id: string;
  before?: string;
}

export interface ReunificationResumed {
  type: "reunification_resumed";
  operation_id: string;
}

/** Who does what (Standard Reunification Method); printed on the vest. */
export type ReunificationRole = 
  | "director"
  | "greeter"
  | "checker"
  | "accountant"
  | "reunifier"
  | "counselor"
  | "law_enforcement_lead"
  | "transport"
  | "host";

export interface ReunificationRoleEnded {
  type: "reunification_role_ended";
  role_id: string;
  name: string;
  role_words: string;
  role_words_in?: { [name: string]: string };
}

/** `name`: who has it, as the room knows them. */
export interface ReunificationRoleGiven {
  type: "reunification_role_given";
  role_id: string;
  name: string;
  role_words: string;
  role_words_in?: { [name: string]: string };
}

/** Whether children are handed over now. A closed one begins no more. */
export type ReunificationState = "open" | "paused" | "closed";

/**
 * A participant who has said that they cannot hold a role: until they take it back, the next one holds it.
 *
 * `site_id`: as of a tick.
 */
export interface RoleAsideObject {
  role: StaffRole;
  role_words: string;
  role_words_in?: { [name: string]: string };
  site_id?: string | null;
  participant_id: string;
  said_at: string;
}

/** A role that a participant has in an operation; `place_id`: at which of its sites. */
export interface RoleInReunificationObject {
  operation_id: string;
  role: ReunificationRole;
  participant_id: string;
  place_id?: string | null;
  given_by: string;
  given_at: string;
}

export interface RoleStepTicked {
  type: "role_step_ticked";
  tick_id: string;
}

/** The tick is gone from the state; what it said stands here. */
export interface RoleStepUnticked {
  type: "role_step_unticked";
  role: StaffRole;
  role_words: string;
  role_words_in?: { [name: string]: string };
  step: number;
  words: string;
  words_in?: { [name: string]: string };
}

export interface RoleStoodAside {
  type: "role_stood_aside";
  aside_id: string;
}

/** Who had stood aside can hold the role again. */
export interface RoleTakenUp {
  type: "role_taken_up";
  role: StaffRole;
  role_words: string;
  role_words_in?: { [name: string]: string };
}

/**
 * A ticked step, in the words of the card that holds in this incident. `version`: which card that is.
 *
 * Of a role that one person holds at a time there is one tick of a step, which stays when the role passes on. Of
 * another, such as teachers, each person has their own.
 * `site_id`: of which school, where it is one whose site has joined the incident; left out at the incident's own.
 */
export interface RoleTickObject {
  role: StaffRole;
  role_words: string;
  role_words_in?: { [name: string]: string };
  version: string;
  step: number;
  words: string;
  words_in?: { [name: string]: string };
  site_id?: string | null;
  ticked_by: string;
  ticked_at: string;
}

/** Who teaches in a room now: whom the schedule names, or someone in their place. */
export type RoomLead = "scheduled_teacher" | "substitute";

/** Names to a report, for the school's people. A responder with the right to the roster reads them by a request. */
export interface RoomNamesReported {
  type: "room_names_reported";
  report_id: string;
}

/** A later report has no names, or the report was withdrawn. */
export interface RoomNamesWithdrawn {
  type: "room_names_withdrawn";
  report_id: string;
  room: string;
}

/** A state's objects: by their kind, and there by their id. Of what was taken away, null stands. */
export interface RoomObjects {
  room_reports?: { [name: string]: RoomReportObject | null };
  room_report_names?: { [name: string]: RoomReportNamesObject | null };
  attachments?: { [name: string]: AttachedFileObject | null };
  casualties?: { [name: string]: CasualtyObject | null };
  casualty_counts?: { [name: string]: CasualtyCountsObject | null };
  hospitals?: { [name: string]: HospitalObject | null };
  incident_command?: { [name: string]: IncidentCommandObject | null };
  cad_numbers?: { [name: string]: CadNumberObject | null };
  duplicates?: { [name: string]: DuplicateObject | null };
  exercise_play?: { [name: string]: ExercisePlayObject | null };
  simulated?: { [name: string]: SimulatedObject | null };
  exercise_step?: { [name: string]: ExerciseStepObject | null };
  facts?: { [name: string]: FactObject | null };
  follow_ups?: { [name: string]: FollowUpObject | null };
  staff_functions?: { [name: string]: HeldFunctionObject | null };
  ground_places?: { [name: string]: GroundPlaceObject | null };
  sightings?: { [name: string]: SightingObject | null };
  door_states?: { [name: string]: DoorStateObject | null };
  form_blocks?: { [name: string]: FormBlockObject | null };
  incident?: { [name: string]: IncidentFactsObject | null };
  markers?: { [name: string]: MarkerObject | null };
  shapes?: { [name: string]: ShapeObject | null };
  maydays?: { [name: string]: MaydayObject | null };
  struck?: { [name: string]: StrikeObject | null };
  mutual_aid?: { [name: string]: MutualAidObject | null };
  panic_alerts?: { [name: string]: PanicAlertObject | null };
  all_clear?: { [name: string]: AllClearObject | null };
  threat_judgments?: { [name: string]: ThreatJudgmentObject | null };
  people?: { [name: string]: PersonObject | null };
  priority_messages?: { [name: string]: PriorityMessageObject | null };
  real_world?: { [name: string]: RealWorldObject | null };
  response_actions?: { [name: string]: ResponseActionObject | null };
  reunifications?: { [name: string]: ReunificationObject | null };
  reunification_places?: { [name: string]: ReunificationPlaceObject | null };
  reunification_roles?: { [name: string]: RoleInReunificationObject | null };
  role_ticks?: { [name: string]: RoleTickObject | null };
  roles_aside?: { [name: string]: RoleAsideObject | null };
  space_searches?: { [name: string]: SpaceSearchObject | null };
  search_areas?: { [name: string]: SearchAreaObject | null };
  sites?: { [name: string]: IncidentSiteObject | null };
  units?: { [name: string]: UnitObject | null };
  par?: { [name: string]: ParObject | null };
}

/**
 * Names of people in a report, under the report's id: for the school, and for responders who may see the roster.
 *
 * `in_place_of`: the scheduled teacher for whom a substitute is there.
 */
export interface RoomReportNamesObject {
  room: string;
  missing?: string[];
  extra?: string[];
  injured?: string[];
  in_place_of?: string | null;
}

/**
 * What one person says of one room. Reports of several people of one room stand side by side.
 *
 * `room_key` is the same in all reports of a room: the room's id on the plan, or the word that was typed.
 * `moving_to`: the room to which its people go. `moving_to_key`: that room's `room_key`.
 * `said_at`: when it was said, by the clock of the device, where it came later than it was said.
 * `missing`, `extra` and `injured` are counts, left out where they are zero. `visitors` are counted apart from adults.
 * `site_id`: whose room it is, where that is a site that has joined the incident: its people alone read it, and those
 * whom its own agreements let in.
 * `is_simulated`: an exercise brought it into play; it stands beside the reports, in no count and no time.
 * `reported_by` is then the nil UUID, and `on_behalf_of` as whom it is played, with the mark of an exercise.
 */
export interface RoomReportObject {
  room: string;
  room_key: string;
  site_id?: string | null;
  space_id?: string | null;
  level_id?: string | null;
  state: RoomReportState;
  students?: number | null;
  adults?: number | null;
  visitors?: number | null;
  led_by?: RoomLead | null;
  missing?: number | null;
  extra?: number | null;
  injured?: number | null;
  door?: DoorLock | null;
  moving_to?: string | null;
  moving_to_key?: string | null;
  note?: string | null;
  source?: ReportSource | null;
  on_behalf_of?: string | null;
  reported_by: string;
  reported_at: string;
  said_at?: string | null;
  is_simulated?: boolean | null;
}

/** How a room says it stands: the green and red of the SRP's card, and medical help. */
export type RoomReportState = "ok" | "need_help" | "medical";

export interface RoomReportWithdrawn {
  type: "room_report_withdrawn";
  report_id: string;
  room: string;
  reason: string;
}

/** `asks_for_help`: help or a medic is needed there, and was not before. */
export interface RoomReported {
  type: "room_reported";
  report_id: string;
  asks_for_help: boolean;
}

/** How they do it (SRP). */
export type SafetyStrategy = "evacuate_to_shelter_area" | "seal_the_room" | "drop_cover_and_hold" | "get_to_high_ground";

export interface SearchAreaAssigned {
  type: "search_area_assigned";
  area_id: string;
}

/** Rooms that a team searches: a floor, of it a wing, or rooms from a number to a number. */
export interface SearchAreaObject {
  name: string;
  team: string;
  level_id: string;
  wing?: string | null;
  first_room?: string | null;
  last_room?: string | null;
  assigned_by: string;
  assigned_at: string;
}

/** The area is gone from the state; what it was called stands here. */
export interface SearchAreaReleased {
  type: "search_area_released";
  area_id: string;
  name: string;
  team: string;
}

/** What is known of a room by search. Cleared: checked quickly, no threat. Secured: searched wholly (NFPA 3000). */
export type SearchState = "unsearched" | "in_progress" | "cleared" | "secured" | "blocked" | "hazard" | "casualty";

/** What a team says of a room, in the order in which it is offered. */
export type SearchStep = "begin" | "clear" | "secure" | "block" | "find_hazard" | "find_casualty" | "open_again" | "withdraw";

/** Say which number the incident has in one's own agency's computer-aided dispatch, or take it away (null). */
export interface SetCadNumber {
  id: string;
  type: "set_cad_number";
  number: string | null;
}

/** Set a place with a meaning, by points or by rooms. `place_id` is made by the client. */
export interface SetGroundPlace {
  id: string;
  type: "set_ground_place";
  place_id: string;
  kind: GroundKind;
  name?: string | null;
  points?: [number, number][] | null;
  level_id?: string | null;
  rooms?: string[] | null;
}

/** Say what oneself is doing. */
export interface SetStatus {
  id: string;
  type: "set_status";
  status: ResponderStatus;
  note?: string | null;
}

/** Say what a unit does, and where it is, in EIDO's codes. */
export interface SetUnitStatus {
  id: string;
  type: "set_unit_status";
  unit_id: string;
  primary: UnitPrimary;
  secondary: UnitSecondary;
  place?: string | null;
  is_by_sticker?: boolean;
}

/** Say that what an entry needed was done, and what came of it. */
export interface SettleFollowUp {
  id: string;
  type: "settle_follow_up";
  seq: number;
  outcome?: string | null;
}

/** CAP 1.2 severity, lower case. */
export type Severity = "extreme" | "severe" | "moderate" | "minor" | "unknown";

export interface ShapeDrawn {
  type: "shape_drawn";
  shape_id: string;
}

export interface ShapeErased {
  type: "shape_erased";
  shape_id: string;
}

/** Lines and zones. Hot, warm, cold and the perimeters as NFPA 3000 uses them. */
export type ShapeKind = 
  | "line"
  | "route"
  | "hot_zone"
  | "warm_zone"
  | "cold_zone"
  | "inner_perimeter"
  | "outer_perimeter"
  | "search_area"
  | "other_zone";

/** A line or zone on the map. */
export interface ShapeObject {
  kind: ShapeKind;
  points: [number, number][];
  label?: string | null;
  level_id?: string | null;
  audience: Audience;
  drawn_by: string;
  drawn_at: string;
}

/**
 * Where the asker is. Never logged: the last value wins. `accuracy_m` is the radius of 68 % confidence.
 *
 * Without an `audience` responders show it to responders, and all others to everyone.
 */
export interface SharePosition {
  id: string;
  lon: number;
  lat: number;
  level_id?: string | null;
  type: "share_position";
  accuracy_m: number;
  fix_age_s?: number;
  heading_deg?: number | null;
  speed_mps?: number | null;
  audience?: Audience | null;
}

/** What people shelter from (SRP). */
export type ShelterHazard = "tornado" | "weather" | "hazmat" | "earthquake" | "tsunami";

/** `has_moved`: it was seen at another place than before. */
export interface SightingConfirmed {
  type: "sighting_confirmed";
  sighting_id: string;
  kind: SightingKind;
  what?: string | null;
  where?: string | null;
  has_moved?: boolean;
}

/** What was seen: a person who is a threat, or a hazard. */
export type SightingKind = "suspect" | "weapon" | "suspicious_item" | "fire" | "smoke" | "gas" | "chemical" | "electrical" | "structure" | "other";

/**
 * A suspect or a hazard, where it was seen last. From `old_at` on it is old, from `stale_at` on stale.
 *
 * `seen_by` saw it last. What was taken back stays, with the reason.
 */
export interface SightingObject {
  kind: SightingKind;
  what?: string | null;
  lon: number;
  lat: number;
  level_id?: string | null;
  where?: string | null;
  audience: AudienceWord;
  reported_by: string;
  reported_at: string;
  seen_by: string;
  seen_at: string;
  old_at: string;
  stale_at: string;
  taken_back_by?: string | null;
  taken_back_at?: string | null;
  take_back_reason?: string | null;
}

/** `seen_at`: earlier than the entry where it was seen before it was said. */
export interface SightingReported {
  type: "sighting_reported";
  sighting_id: string;
  kind: SightingKind;
  what?: string | null;
  where?: string | null;
  seen_at: string;
}

export interface SightingTakenBack {
  type: "sighting_taken_back";
  sighting_id: string;
  kind: SightingKind;
  what?: string | null;
  reason: string;
}

/** What is wrong with a field; `code` is for machines. */
export interface SignInFault {
  code: string;
  message: string;
  param?: string | null;
}

/** A way to go on. */
export interface SignInFlow {
  id: string;
  is_pending?: boolean;
  types?: string[];
}

/** A wrong name, password or form. */
export interface SignInRefused {
  status: number;
  errors: SignInFault[];
}

/** The answer to who is signed in. */
export interface SignedIn {
  status: number;
  data: SignedInData;
  meta: SignedInMeta;
}

/** Who is signed in. */
export interface SignedInData {
  user: SignedInUser;
}

/** `session_token` is there after signing in: send it as `X-Session-Token` with every request. */
export interface SignedInMeta {
  is_authenticated: boolean;
  session_token?: string | null;
}

/** Who is signed in. More stands here than a client needs; `GET /api/v1/me` says the rest. */
export interface SignedInUser {
  id: number;
  display: string;
  username: string;
}

/** No one is signed in, or not lately enough: also the answer to signing out. */
export interface SignedOut {
  status: number;
  data?: SignedOutData | null;
  meta: SignedOutMeta;
}

/** How to go on. */
export interface SignedOutData {
  flows: SignInFlow[];
}

/** `is_authenticated` is true where the person is signed in, and is to say once more that it is they. */
export interface SignedOutMeta {
  is_authenticated: boolean;
  session_token?: string | null;
}

/** How something simulated reaches the players in the room. */
export type SimulatedBy = "message" | "marker" | "alert" | "phone_text";

/**
 * Something that was brought into play; nothing of it happened. Its id is the inject's.
 *
 * `sender` begins with "EXERCISE · simulated". `late_s`: by how much wall time it came too late, where it did.
 */
export interface SimulatedObject {
  by: SimulatedBy;
  sender: string;
  text: string;
  at: string;
  late_s?: number | null;
  kind?: PanicKind | null;
  marker_id?: string | null;
}

export interface SiteJoined {
  type: "site_joined";
  site_id: string;
}

export interface SiteLeft {
  type: "site_left";
  site_id: string;
  reason: string;
}

/** A site as lists and pages show it. `bounds`: west, south, east, north of its boundary, or its point twice. */
export interface SiteView {
  id: string;
  name: string;
  address: string;
  district_id: string;
  district_name: string;
  school_id: string | null;
  lon: number;
  lat: number;
  bounds: Box;
  grid: Grid | null;
  time_zone: string;
}

/** `before`: the state it was in. What was said stands here: the room's state changes, and its entry does not. */
export interface SpaceMarked {
  type: "space_marked";
  space_id: string;
  step: SearchStep;
  before: SearchState;
  room: string;
  state: SearchState;
  team?: string | null;
  note?: string | null;
}

/** A cleared room was opened: it counts as not searched. */
export interface SpaceOpenedAgain {
  type: "space_opened_again";
  space_id: string;
  before: SearchState;
  room: string;
  team?: string | null;
  note?: string | null;
}

/**
 * What is known of a space by search, under the space's id.
 *
 * `opened_again_at`: it was cleared and then opened, and has not been searched since.
 */
export interface SpaceSearchObject {
  room: string;
  level_id: string;
  state: SearchState;
  team?: string | null;
  note?: string | null;
  marked_by: string;
  marked_at: string;
  opened_again_at?: string | null;
}

/** Command staff and general staff of ICS, and what operations is divided into. */
export type StaffFunction = 
  | "operations"
  | "planning"
  | "logistics"
  | "finance"
  | "safety"
  | "public_information"
  | "liaison"
  | "branch"
  | "division"
  | "group";

/** What a person does in an emergency at a school, whatever their title is. */
export type StaffRole = 
  | "principal"
  | "office"
  | "teacher"
  | "substitute"
  | "nurse"
  | "counselor"
  | "custodian"
  | "aide"
  | "cafeteria"
  | "bus_driver"
  | "sro"
  | "district"
  | "volunteer";

/** Say that one cannot hold a role now: the next deputy holds it. For people who are named for it. */
export interface StandAsideFromRole {
  id: string;
  type: "stand_aside_from_role";
  role: StaffRole;
}

/** Start a response action. Anybody in the room may: who sees the danger says so. `action_id` is the client's. */
export interface StartResponseAction {
  id: string;
  kind: ResponseActionKind;
  site_id?: string | null;
  building_id?: string | null;
  level_id?: string | null;
  space_ids?: string[];
  hazard?: ShelterHazard | null;
  strategy?: SafetyStrategy | null;
  destination?: string | null;
  type: "start_response_action";
  action_id: string;
}

/**
 * The room's state at `seq`, in one or several parts; every entry above it follows.
 *
 * `since` 0: begin with an empty state; otherwise with the one you have, of that entry or a later one. Each object
 * takes the place of the one with its id; null takes it away. `hash` is that of the entry at `seq`.
 */
export interface StateFrame {
  type: "state";
  since: number;
  seq: number;
  hash: string;
  part: number;
  parts: number;
  objects: { [name: string]: { [name: string]: JsonObject | null } };
}

/** A room's state at `seq`: objects by kind and id. `hash` is that of the entry at `seq` in the log's chain. */
export interface StateOut {
  room_id: string;
  since: number;
  seq: number;
  hash: string;
  objects: RoomObjects;
}

export interface StatusSet {
  type: "status_set";
  participant_id: string;
}

/** Take one's position off all maps. */
export interface StopSharingPosition {
  id: string;
  type: "stop_sharing_position";
}

/** Strike an entry: one's own, or in command anybody's. The original stays readable, struck through. */
export interface StrikeEntry {
  id: string;
  type: "strike_entry";
  seq: number;
  reason: string;
}

/** An entry was struck; the object's id is the entry's seq. The entry stays in the log, readable, struck through. */
export interface StrikeObject {
  reason: string;
  struck_by: string;
  struck_at: string;
}

/**
 * Where the students of an operation are, in numbers that everyone in the room may read.
 *
 * A hold is not told apart from *here*: who waits in the queue must not learn of it, by no number either.
 */
export type StudentGroup = "not_yet_here" | "here" | "reunited" | "hospital" | "with_police" | "ran" | "elsewhere" | "missing" | "absent";

/** Say which of two facts stands: `fact_id` ends, `by_fact_id` stands. */
export interface SupersedeFact {
  id: string;
  type: "supersede_fact";
  fact_id: string;
  by_fact_id: string;
}

/** Say which triage tag a casualty has. */
export interface TagCasualty {
  id: string;
  type: "tag_casualty";
  casualty_id: string;
  tag: string;
}

/** Say that it was nothing, and why. */
export interface TakeBackSighting {
  id: string;
  type: "take_back_sighting";
  sighting_id: string;
  reason: string;
}

/** Responders only, to save life: take floorplans or the roster for half an hour. It is told and reviewed. */
export interface TakeEmergencyAccess {
  id: string;
  type: "take_emergency_access";
  grants: ("floorplan_access" | "roster_access")[];
  reason: string;
}

/** Let a block say again what the log says; what was written in it stays in the log. */
export interface TakeFormSeed {
  id: string;
  type: "take_form_seed";
  form: IcsForm;
  block: string;
  subject?: string;
  seen_seq?: number;
}

/** Say how a door is, being there. `door_id`: an opening of the plan, or a room where plans have no doors. */
export interface TellDoor {
  id: string;
  type: "tell_door";
  door_id: string;
  state: DoorCondition;
  note?: string | null;
}

/** Say how many beds a hospital has free, as it told them. A number that is left out is not known. */
export interface TellHospitalBeds {
  id: string;
  type: "tell_hospital_beds";
  hospital: string;
  immediate?: number | null;
  delayed?: number | null;
  minimal?: number | null;
  told_by?: string | null;
}

/** What a typed term of a memorandum is about; mou.terms says what each one's value looks like. */
export type TermKind = 
  | "floorplan_access"
  | "room_access"
  | "roster_access"
  | "camera_access"
  | "data_sharing"
  | "ferpa_school_official"
  | "command_transfer_to"
  | "radio_interop"
  | "response_time_target_minutes"
  | "contacts"
  | "duty_paging"
  | "sro_disciplinarian"
  | "training_hours"
  | "drills_per_year"
  | "map_update_days"
  | "review_interval_months"
  | "renewal_notice_days"
  | "termination_notice_days";

/**
 * Whether the active threats of these presses are one, under the incident's id; `unknown` takes it back.
 *
 * It holds while every place from which an active threat is called has one of these presses: with a call from another
 * place it is open again.
 */
export interface ThreatJudgmentObject {
  verdict: ThreatVerdict;
  panic_ids: string[];
  judged_by: string;
  judged_at: string;
}

/** Whether active threats that are called from several places are one threat. */
export type ThreatVerdict = "one" | "separate" | "unknown";

/** `places`: from where the active threats are called, the oldest first. */
export interface ThreatsJudged {
  type: "threats_judged";
  incident_id: string;
  verdict: ThreatVerdict;
  places: string[];
}

/** Say that a step of one's role card is done. For the person who holds the role now. */
export interface TickRoleStep {
  id: string;
  type: "tick_role_step";
  role: StaffRole;
  step: number;
}

/** A one-time ticket for one socket. */
export interface TicketOut {
  ticket: string;
  expires_at: string;
}

/**
 * What the presser may know: how far the word has come at one instant, in numbers of people that are never mixed.
 *
 * `chosen`: to be told, of which `agencies`. `handed`: a provider has taken it for a device of theirs.
 * `acknowledged`: they have answered. `without_way`: nothing can bring it to them. `unreached`: kinds of agencies
 * that the alarm calls, with no way to any of their chosen people: they must be called by telephone.
 */
export interface Told {
  chosen: number;
  handed: number;
  acknowledged: number;
  without_way: number;
  agencies: string[];
  unreached: AgencyKind[];
  at: string;
}

/** Where casualties are cared for at the scene. */
export type TreatmentArea = "collection_point" | "immediate" | "delayed" | "minimal" | "dead";

/** One time that a casualty's category was found. */
export interface Triage {
  category: CasualtyCategory;
  algorithm: TriageAlgorithm;
  at: string;
  by: string;
}

/** By which method a category was found. */
export type TriageAlgorithm = "salt" | "start";

/** `escort`: the callsign of the unit that escorts it. */
export interface UnitAssigned {
  type: "unit_assigned";
  unit_id: string;
  callsign: string;
  task?: string | null;
  team?: string | null;
  team_kind?: UnitTeam | null;
  zone?: UnitZone | null;
  escort?: string | null;
}

export interface UnitCheckedIn {
  type: "unit_checked_in";
  unit_id: string;
  callsign: string;
  kind: ResourceKind;
  people: number;
}

/**
 * A unit that has checked in. `escorts`: the units that it escorts, each since when. `par_at`: its last answer.
 *
 * `par_missing`: until it answers.
 *
 * `place` is where it says to be, in words, never the floor that a screen shows; `place_source` says who said so.
 * `lon`, `lat`, `level_id`: the point of that place, where it has one.
 */
export interface UnitObject {
  callsign: string;
  kind: ResourceKind;
  agency_kind: string;
  agency: string;
  people: number;
  capability?: string | null;
  leader?: string | null;
  checked_in_by: string;
  checked_in_at: string;
  primary: UnitPrimary;
  secondary: UnitSecondary;
  status_at: string;
  place?: string | null;
  place_source?: UnitPlaceSource | null;
  place_at?: string | null;
  lon?: number | null;
  lat?: number | null;
  level_id?: string | null;
  task?: string | null;
  team?: string | null;
  team_kind?: UnitTeam | null;
  zone?: UnitZone | null;
  escort_unit_id?: string | null;
  escorts?: { [name: string]: string };
  assigned_at?: string | null;
  par_at?: string | null;
  par_missing?: ParMissing | null;
}

/** Who says where a unit is: never the floor that a screen shows. */
export type UnitPlaceSource = "unit" | "sticker" | "dispatch";

export interface UnitPlaced {
  type: "unit_placed";
  unit_id: string;
  callsign: string;
  place: string;
  source: UnitPlaceSource;
}

/** EIDO's primary unit status: whether it can be given something to do. */
export type UnitPrimary = "Available" | "ConditionallyAvailable" | "NotAvailable";

/** EIDO's secondary unit status: what it does (NENA-STA-021.1a §3.10, all values). */
export type UnitSecondary = 
  | "AcknowledgedTransmission"
  | "AlternateLocation"
  | "Arrived"
  | "Assigned"
  | "AssignmentCancelled"
  | "BacktoAssignedArea"
  | "Backup"
  | "Break"
  | "CheckedIn"
  | "Cleared"
  | "COP_or_POP"
  | "Court"
  | "CoveringAlternateArea"
  | "Delayed"
  | "Departed"
  | "Dispatched"
  | "EnRoute"
  | "EquipmentIssues"
  | "Event"
  | "Hospital"
  | "InService"
  | "Investigation"
  | "Location"
  | "Meal"
  | "Meeting"
  | "OffDuty"
  | "OnDuty"
  | "OnScene"
  | "OutofService"
  | "PatientContact"
  | "Post"
  | "ResponderInitiatedEvent"
  | "RollCall"
  | "Roster"
  | "ShiftPending"
  | "Staging"
  | "Station"
  | "TrafficStop"
  | "Training"
  | "Transporting"
  | "Unmanned";

export interface UnitStatusSet {
  type: "unit_status_set";
  unit_id: string;
  callsign: string;
  primary: UnitPrimary;
  secondary: UnitSecondary;
  place?: string | null;
}

/** As what units work together (NFPA 3000, ICS). */
export type UnitTeam = "contact_team" | "rescue_task_force" | "strike_team" | "single_resource";

/** In which zone a unit works (NFPA 3000): hot is direct threat, warm indirect, cold none. */
export type UnitZone = "cold" | "warm" | "hot";

/** Take back that a step is done: for the person who ticked it, or who holds the role now. */
export interface UntickRoleStep {
  id: string;
  type: "untick_role_step";
  role: StaffRole;
  step: number;
}

/** An incident as those who watch over it know it before they join: as a list has it, and where it is. */
export interface WatchedIncident {
  incident_id: string;
  room_id: string;
  site_id: string;
  site: string;
  place?: string | null;
  address: string;
  lon: number;
  lat: number;
  incident_type: IncidentType;
  severity: Severity;
  title: string;
  title_in: { [name: string]: string };
  is_exercise: boolean;
  status: IncidentStatus;
  opened_at: string;
  head: number;
}

/** The answer to hello: who one is here, how far the log is, and how the server behaves. */
export interface WelcomeFrame {
  type: "welcome";
  protocol: "muster.v1";
  room_id: string;
  participant_id: string;
  exercise: boolean;
  audiences: Audience[];
  head: number;
  at: string;
  beacon_s: number;
  max_frame_bytes: number;
  window: number;
}

/** What an agency may see for as long as the incident is open, by which clause of which version. */
export interface Widening {
  agency_id: string;
  agency: string;
  grants: TermKind[];
  memorandum_id: string;
  memorandum: string;
  version: number;
  clause: string;
}

/** Take a fact down: one's own, or for responders and command roles anybody's. It stays in the log. */
export interface WithdrawFact {
  id: string;
  type: "withdraw_fact";
  fact_id: string;
  reason: string;
}

/** Take a report back: one's own, or anybody's for command. The log keeps it. */
export interface WithdrawRoomReport {
  id: string;
  type: "withdraw_room_report";
  report_id: string;
  reason: string;
}

/** A log entry that the reader may not read: its place in the chain and nothing of what it says. */
export interface WithheldFrame {
  type: "withheld";
  seq: number;
  digest: string;
  hash: string;
}

export type Command = 
  | ReportRoom
  | WithdrawRoomReport
  | AttachFile
  | OpenCasualty
  | RetriageCasualty
  | PlaceCasualty
  | TagCasualty
  | AgeCasualty
  | IdentifyCasualty
  | NoteInjury
  | NoteIntervention
  | MoveCasualty
  | ReportCasualty
  | TellHospitalBeds
  | ClaimCommand
  | OfferCommand
  | AcceptCommand
  | DeclineCommand
  | RelinquishCommand
  | RecordDisclosure
  | RelayCall
  | SetCadNumber
  | MarkDuplicate
  | PartDuplicate
  | TakeEmergencyAccess
  | PinFact
  | ConfirmFact
  | SupersedeFact
  | WithdrawFact
  | MarkFollowUp
  | SettleFollowUp
  | ClaimFunction
  | AppointToFunction
  | OfferFunction
  | AcceptFunction
  | DeclineFunction
  | ReleaseFunction
  | SetGroundPlace
  | ReshapeGroundPlace
  | RelabelGroundPlace
  | ConfirmGroundPlace
  | CloseGroundPlace
  | ReportSighting
  | ConfirmSighting
  | TakeBackSighting
  | TellDoor
  | EditFormBlock
  | TakeFormSeed
  | OpenIncident
  | CloseIncident
  | ReopenIncident
  | PlaceMarker
  | MoveMarker
  | RemoveMarker
  | DrawShape
  | EraseShape
  | CallMayday
  | AcknowledgeMayday
  | ClearMayday
  | PostMessage
  | StrikeEntry
  | InviteMutualAid
  | EndMutualAid
  | RaisePanic
  | CancelPanic
  | ConfirmPanic
  | JudgeThreats
  | ProposeAllClear
  | ConfirmAllClear
  | JoinRoom
  | LeaveRoom
  | RemoveParticipant
  | ReadmitParticipant
  | SharePosition
  | StopSharingPosition
  | PostPriorityMessage
  | AcknowledgePriorityMessage
  | DeclareRealWorld
  | StartResponseAction
  | ChangeResponseAction
  | OpenLockedRooms
  | ReleaseResponseAction
  | OpenReunification
  | PauseReunification
  | ResumeReunification
  | OpenReunificationPlace
  | CloseReunificationPlace
  | GiveReunificationRole
  | EndReunificationRole
  | CloseReunification
  | TickRoleStep
  | UntickRoleStep
  | StandAsideFromRole
  | ReturnToRole
  | MarkSpace
  | AssignSearchArea
  | ReleaseSearchArea
  | ChangePlace
  | JoinSite
  | LeaveSite
  | SetStatus
  | CheckInUnit
  | SetUnitStatus
  | PlaceUnit
  | AssignUnit
  | AskPar
  | AnswerPar;

export type RoomEvent = 
  | RoomReported
  | RoomNamesReported
  | RoomReportWithdrawn
  | RoomNamesWithdrawn
  | FileAttached
  | CasualtyOpened
  | CasualtyReported
  | CasualtyRetriaged
  | CasualtyPlaced
  | CasualtyTagged
  | CasualtyAged
  | CasualtyIdentified
  | CasualtyInjuryNoted
  | CasualtyInterventionNoted
  | CasualtyFindingWithdrawn
  | CasualtyMoved
  | CasualtiesCounted
  | HospitalTold
  | CommandClaimed
  | CommandOffered
  | CommandAccepted
  | CommandOfferEnded
  | CommandRelinquished
  | CommandLapsed
  | CommandMissing
  | DisclosureRecorded
  | CallRelayed
  | CadNumberSet
  | CadNumberRemoved
  | DuplicateMarked
  | DuplicateTaken
  | DuplicateParted
  | AccessWidened
  | AccessNarrowed
  | EmergencyAccessTaken
  | ExerciseStarted
  | ExercisePaused
  | ExerciseResumed
  | ExerciseInterrupted
  | ExerciseEnded
  | ExercisePaced
  | InjectDelivered
  | ExerciseStepShown
  | FactPinned
  | FactConfirmed
  | FactSuperseded
  | FactWithdrawn
  | FamiliesTold
  | FollowUpMarked
  | FollowUpSettled
  | FunctionClaimed
  | FunctionAppointed
  | FunctionOffered
  | FunctionAccepted
  | FunctionOfferEnded
  | FunctionReleased
  | GroundPlaceSet
  | GroundPlaceReshaped
  | GroundPlaceRelabeled
  | GroundPlaceConfirmed
  | GroundPlaceClosed
  | SightingReported
  | SightingConfirmed
  | SightingTakenBack
  | DoorTold
  | FormBlockWritten
  | FormSeedTaken
  | IncidentOpened
  | IncidentClosed
  | IncidentReopened
  | MarkerPlaced
  | MarkerMoved
  | MarkerRemoved
  | ShapeDrawn
  | ShapeErased
  | MaydayCalled
  | MaydayAcknowledged
  | MaydayCleared
  | MessagePosted
  | EntryStruck
  | MutualAidInvited
  | MutualAidJoined
  | MutualAidEnded
  | MutualAidWithdrawn
  | PanicPressed
  | PanicCancelled
  | PanicConfirmed
  | ThreatsJudged
  | AllClearProposed
  | AllClearGiven
  | ParticipantJoined
  | ParticipantLeft
  | ParticipantRemoved
  | ParticipantReadmitted
  | PriorityMessagePosted
  | PriorityMessageAcknowledged
  | RealWorldDeclared
  | ResponseActionStarted
  | ResponseActionChanged
  | LockedRoomsOpened
  | ResponseActionReleased
  | ReunificationOpened
  | ReunificationPaused
  | ReunificationResumed
  | ReunificationPlaceOpened
  | ReunificationPlaceClosed
  | ReunificationRoleGiven
  | ReunificationRoleEnded
  | ReunificationCounted
  | ReunificationClosingAsked
  | ReunificationClosed
  | RoleStepTicked
  | RoleStepUnticked
  | RoleStoodAside
  | RoleTakenUp
  | SpaceMarked
  | SpaceOpenedAgain
  | SearchAreaAssigned
  | SearchAreaReleased
  | SiteJoined
  | SiteLeft
  | PlaceChanged
  | StatusSet
  | UnitCheckedIn
  | UnitStatusSet
  | UnitPlaced
  | UnitAssigned
  | ParAsked
  | ParAnswered
  | ParMissed;

export type ServerFrame = 
  | WelcomeFrame
  | StateFrame
  | EntryFrame
  | WithheldFrame
  | CommandAck
  | CommandNack
  | ErrorFrame
  | BeaconFrame
  | PongFrame
  | ResyncFrame
  | GoodbyeFrame
  | PositionsFrame
  | PresenceFrame
  | IncidentsFrame;

/** The codes of problems that this release knows. */
export type ProblemCode = 
  | "access_ended"
  | "account_locked"
  | "account_not_yours"
  | "account_off"
  | "account_taken"
  | "action_incomplete"
  | "action_owner_not_there"
  | "address_not_vouched"
  | "administrator_kept_elsewhere"
  | "agency_name_taken"
  | "agency_not_found"
  | "agency_not_lost"
  | "ahead_of_log"
  | "aid_code_refused"
  | "aid_not_needed"
  | "alarm_goes_on"
  | "alarm_open"
  | "alarm_test_not_found"
  | "alarm_test_over"
  | "alarm_test_runs"
  | "alert_decided_already"
  | "alert_desk_not_found"
  | "alert_in_review_already"
  | "alert_not_found"
  | "alert_not_in_review"
  | "alert_of_another_reviewer"
  | "alert_rule_not_found"
  | "alert_step_lacks"
  | "alert_team_decides"
  | "all_clear_proposed"
  | "already_leaving"
  | "already_member"
  | "already_real"
  | "already_signed"
  | "another_person_needed"
  | "app_code_refused"
  | "app_not_attested"
  | "app_sign_in_not_begun"
  | "area_range_reversed"
  | "assessment_checklist_open"
  | "assessment_finding_not_found"
  | "assessment_findings_open"
  | "assessment_findings_unowned"
  | "assessment_in_planning"
  | "assessment_in_rating"
  | "assessment_in_walk"
  | "assessment_is_adopted"
  | "assessment_is_closed"
  | "assessment_is_withdrawn"
  | "assessment_keeper_decides"
  | "assessment_lead_decides"
  | "assessment_leader_missing"
  | "assessment_not_found"
  | "assessment_not_interagency"
  | "assessment_open_already"
  | "assessment_scores_missing"
  | "assessment_step_lacks"
  | "assessment_team_writes"
  | "assessment_upgrades_open"
  | "attestation_not_checked"
  | "attestation_not_set_up"
  | "attestation_refused"
  | "audience_not_allowed"
  | "backup_asked_lately"
  | "bad_account"
  | "bad_address_code"
  | "bad_agency"
  | "bad_alert_desk"
  | "bad_alert_posts"
  | "bad_alert_rule"
  | "bad_assessment"
  | "bad_bbox"
  | "bad_case"
  | "bad_case_team"
  | "bad_certificate"
  | "bad_checklist"
  | "bad_clause"
  | "bad_climate"
  | "bad_command"
  | "bad_control_points"
  | "bad_custody_note"
  | "bad_dates"
  | "bad_device"
  | "bad_disclosure"
  | "bad_document"
  | "bad_door_check"
  | "bad_drill"
  | "bad_drill_file"
  | "bad_drill_law"
  | "bad_duty_end"
  | "bad_emergency_plan"
  | "bad_evaluation"
  | "bad_exercise"
  | "bad_feature"
  | "bad_held_lesson"
  | "bad_hold"
  | "bad_mapping"
  | "bad_name"
  | "bad_paper"
  | "bad_paper_signatures"
  | "bad_parties"
  | "bad_party_role"
  | "bad_password"
  | "bad_people_file"
  | "bad_photo"
  | "bad_profile"
  | "bad_provider"
  | "bad_query"
  | "bad_report"
  | "bad_request"
  | "bad_reunification_site"
  | "bad_review"
  | "bad_roster_connection"
  | "bad_roster_file"
  | "bad_roster_settings"
  | "bad_scan"
  | "bad_school_year"
  | "bad_schools_file"
  | "bad_shift"
  | "bad_signature"
  | "bad_site"
  | "bad_sites"
  | "bad_sro_assignment"
  | "bad_station"
  | "bad_subprotocol"
  | "bad_support"
  | "bad_survey_file"
  | "bad_terms"
  | "bad_text_code"
  | "bad_ticket"
  | "bad_tip"
  | "bad_tip_desk"
  | "bad_training"
  | "bad_training_file"
  | "bad_walk_through"
  | "blank_left"
  | "body_too_large"
  | "building_in_use"
  | "building_is_closed"
  | "building_name_taken"
  | "building_not_found"
  | "building_today_not_found"
  | "button_not_found"
  | "button_taken"
  | "cad_number_unchanged"
  | "capability_not_in_objective"
  | "case_evaluated_already"
  | "case_flag_raised"
  | "case_in_safety_evaluation"
  | "case_is_closed"
  | "case_is_open"
  | "case_is_sealed"
  | "case_is_substantive"
  | "case_lead_decides"
  | "case_measures_open"
  | "case_monitored_already"
  | "case_needs_evaluation"
  | "case_needs_somebody"
  | "case_not_evaluated"
  | "case_not_found"
  | "case_not_sealed"
  | "case_not_very_serious"
  | "case_responded_already"
  | "case_step_lacks"
  | "case_team_incomplete"
  | "case_team_not_found"
  | "casualty_arrived_already"
  | "casualty_at_hospital"
  | "casualty_at_scene"
  | "casualty_counted_twice"
  | "casualty_in_treatment"
  | "casualty_mistaken"
  | "casualty_names_kept"
  | "casualty_not_found"
  | "casualty_on_the_way"
  | "casualty_place_missing"
  | "casualty_ready"
  | "casualty_ready_already"
  | "casualty_reason_missing"
  | "casualty_released"
  | "category_for_medics"
  | "category_not_of_algorithm"
  | "certificates_not_confined"
  | "changed_meanwhile"
  | "check_in_door_not_found"
  | "child_not_ready"
  | "children_told_of_attacks"
  | "clause_not_found"
  | "climate_not_found"
  | "climate_reading_not_found"
  | "climate_step_lacks"
  | "climate_task_is_done"
  | "climate_task_is_dropped"
  | "climate_task_is_open"
  | "climate_task_not_found"
  | "climate_team_not_found"
  | "code_expired"
  | "code_not_sent"
  | "command_failed"
  | "command_held"
  | "command_id_reused"
  | "command_needed"
  | "command_offer_open"
  | "comment_closed"
  | "comment_not_found"
  | "conduct_lacks"
  | "conduct_step_refused"
  | "consent_by_account"
  | "control_points_collinear"
  | "corrective_action_not_found"
  | "corrective_action_not_yours"
  | "corrective_action_step_lacks"
  | "corrective_action_step_refused"
  | "crisis_accepted"
  | "crisis_call_not_allowed"
  | "crisis_call_not_found"
  | "crisis_called_already"
  | "crisis_has_ended"
  | "crisis_is_open"
  | "crisis_not_accepted"
  | "crisis_on_site"
  | "csrf_failed"
  | "data_class_not_set"
  | "day_card_not_found"
  | "day_card_over"
  | "day_card_refused"
  | "day_card_taken"
  | "day_card_too_early"
  | "day_card_too_often"
  | "days_out_of_bounds"
  | "device_conflict"
  | "device_not_found"
  | "discipline_does_not_fit"
  | "district_not_found"
  | "does_not_stand_aside"
  | "domain_proven_elsewhere"
  | "door_is_breached"
  | "door_not_at_site"
  | "door_nothing_told"
  | "draft_is_open"
  | "drill_changed"
  | "drill_comparison_not_found"
  | "drill_district_not_found"
  | "drill_law_in_use"
  | "drill_law_key_taken"
  | "drill_law_not_found"
  | "drill_not_allowed"
  | "drill_not_found"
  | "drill_not_held"
  | "drill_school_not_found"
  | "drill_sign_off_not_allowed"
  | "drill_signed"
  | "duplicate_elsewhere"
  | "duplicate_marked_already"
  | "duplicate_not_here"
  | "duplicate_of_itself"
  | "emergency_access_not_found"
  | "emergency_access_reviewed"
  | "emergency_plan_not_found"
  | "entry_not_found"
  | "entry_not_strikable"
  | "entry_of_today_not_found"
  | "escort_still_needed"
  | "evaluation_not_allowed"
  | "evaluation_photo_not_found"
  | "evaluation_photo_refused"
  | "exercise_changed"
  | "exercise_has_begun"
  | "exercise_has_ended"
  | "exercise_has_no_room"
  | "exercise_is_canceled"
  | "exercise_is_planned"
  | "exercise_is_ready"
  | "exercise_not_allowed"
  | "exercise_not_begun"
  | "exercise_not_found"
  | "exercise_not_ready"
  | "exercise_under_way"
  | "expectation_failed"
  | "fact_confirmed_already"
  | "fact_confirmed_by_its_author"
  | "fact_not_for_all"
  | "fact_not_found"
  | "fact_superseded"
  | "fact_supersedes_itself"
  | "fact_withdrawn"
  | "family_facts_changed"
  | "family_kind_refused"
  | "family_message_decided"
  | "family_message_not_found"
  | "family_message_not_sent"
  | "family_place_lacking"
  | "family_school_refused"
  | "family_second_person"
  | "family_words_changed"
  | "family_words_not_found"
  | "family_words_not_yours"
  | "family_words_refused"
  | "feature_not_found"
  | "file_empty"
  | "file_too_large"
  | "finding_has_no_place"
  | "finding_is_accepted"
  | "finding_is_confirmed"
  | "finding_is_fixed"
  | "finding_is_open"
  | "finding_step_lacks"
  | "floor_name_taken"
  | "floorplan_not_found"
  | "follow_up_marked_already"
  | "follow_up_not_found"
  | "follow_up_settled_already"
  | "foreign_origin"
  | "form_block_changed"
  | "form_block_not_found"
  | "form_block_not_written"
  | "form_block_too_long"
  | "form_line_too_wide"
  | "form_not_yours"
  | "frame_too_large"
  | "function_held"
  | "function_is_appointed"
  | "function_offer_open"
  | "function_vacant"
  | "ground_is_full"
  | "ground_of_other_function"
  | "ground_place_closed"
  | "ground_place_not_found"
  | "ground_place_not_said"
  | "ground_place_of_others"
  | "ground_rooms_of_several_floors"
  | "ground_shape_does_not_fit"
  | "guardian_not_found"
  | "headers_too_large"
  | "held_lesson_not_found"
  | "held_lesson_not_yours"
  | "hello_too_late"
  | "hidden_characters"
  | "hold_released"
  | "hospital_missing"
  | "hot_wash_answered_already"
  | "hot_wash_is_closed"
  | "hot_wash_not_open"
  | "id_taken"
  | "if_match_required"
  | "import_ended"
  | "import_not_found"
  | "in_command_already"
  | "incident_at_site"
  | "incident_closed"
  | "incident_open"
  | "incident_unit_not_found"
  | "inject_not_found"
  | "inject_refused"
  | "intake_not_found"
  | "invitation_answered"
  | "invitation_not_found"
  | "kept_elsewhere"
  | "last_administrator"
  | "last_party"
  | "learned_word_not_found"
  | "lesson_audiences_not_yours"
  | "lesson_changed"
  | "lesson_lacks_help"
  | "lesson_long_ago"
  | "lesson_names_ways"
  | "lesson_not_for_this_school"
  | "lesson_not_held_yet"
  | "lesson_of_protocol"
  | "lessons_not_found"
  | "lessons_not_yours"
  | "lessons_of_school"
  | "level_not_at_site"
  | "level_not_found"
  | "level_unreadable"
  | "lockdown_in_force"
  | "lockdown_there"
  | "malformed_frame"
  | "malformed_request"
  | "marker_not_found"
  | "may_not_claim_command"
  | "may_not_hold_function"
  | "may_not_judge_facts"
  | "mayday_acknowledged_already"
  | "mayday_cleared_already"
  | "mayday_not_acknowledged"
  | "mayday_not_found"
  | "mayday_open"
  | "member_not_found"
  | "membership_ended"
  | "memorandum_not_found"
  | "memorandum_wrong_state"
  | "mental_health_evaluation_missing"
  | "method_not_allowed"
  | "more_names_than_people"
  | "mutual_aid_not_found"
  | "mutual_aid_over"
  | "mutual_aid_used"
  | "name_too_long"
  | "names_not_allowed"
  | "near_threat_not_found"
  | "near_threat_over"
  | "newer_report_stands"
  | "no_account_here"
  | "no_all_clear_proposed"
  | "no_backup_folder"
  | "no_code_asked"
  | "no_command_offer"
  | "no_device"
  | "no_function_offer"
  | "no_mail"
  | "no_one_to_test"
  | "no_one_under_way"
  | "no_open_incident_here"
  | "no_open_panic"
  | "no_place_in_agency"
  | "no_school_near"
  | "no_substitute"
  | "no_support_team"
  | "no_threats_to_judge"
  | "no_tip_desk"
  | "nobody_to_tell"
  | "not_a_draft"
  | "not_a_lockdown"
  | "not_all_theirs"
  | "not_allowed"
  | "not_an_exercise"
  | "not_authenticated"
  | "not_directing_reunification"
  | "not_for_this_role"
  | "not_found"
  | "not_function_holder"
  | "not_in_command"
  | "not_joined"
  | "not_of_one_kind"
  | "not_of_the_agency"
  | "not_of_the_school"
  | "not_on_assessment_team"
  | "not_on_case_team"
  | "not_on_climate_team"
  | "not_on_support_team"
  | "not_ones_own_place"
  | "not_ones_own_reading"
  | "not_published"
  | "not_ready"
  | "not_responsible"
  | "not_telling_families"
  | "not_verified"
  | "not_walked_by_others"
  | "not_watching"
  | "not_your_vest"
  | "nothing_to_follow_up"
  | "nothing_to_print"
  | "nothing_to_undo"
  | "notice_not_accepted"
  | "notice_too_short"
  | "notification_not_found"
  | "offer_declined"
  | "offer_not_found"
  | "offered_in_command"
  | "offered_may_not_command"
  | "older_than_published"
  | "only_medics_have_casualties"
  | "only_responders_call_mayday"
  | "only_responders_have_cad"
  | "only_responders_have_ground"
  | "only_responders_have_units"
  | "only_responders_release"
  | "only_responders_report_casualties"
  | "only_responders_search"
  | "only_responders_tell_beds"
  | "opens_nothing"
  | "other_casualty_missing"
  | "other_shelter_there"
  | "own_agency"
  | "own_incident"
  | "own_rule"
  | "pack_key_unreadable"
  | "panic_cancelled"
  | "panic_confirmed"
  | "panic_not_found"
  | "paper_needs_second_person"
  | "paper_not_drawn"
  | "part_of_an_agreement"
  | "participant_not_found"
  | "participant_not_removed"
  | "party_not_found"
  | "party_there"
  | "party_writes_in_review"
  | "people_defects"
  | "person_holds_function"
  | "person_may_not_hold_function"
  | "person_not_found"
  | "photo_not_found"
  | "pick_up_decided"
  | "pick_up_not_cleared"
  | "pick_up_not_found"
  | "pick_up_second_person"
  | "pick_up_taken"
  | "place_not_at_site"
  | "place_not_found"
  | "place_not_yours"
  | "place_unchanged"
  | "plan_blank_left"
  | "plan_changed"
  | "plan_discipline_lacks"
  | "plan_full"
  | "plan_is_draft"
  | "plan_is_fixed"
  | "plan_is_there"
  | "plan_is_written"
  | "plan_keepers_write"
  | "plan_person_not_there"
  | "plan_section_not_found"
  | "plan_team_decides"
  | "police_copy_not_found"
  | "police_not_consulted"
  | "posts_words"
  | "precondition_failed"
  | "precondition_required"
  | "print_under_way"
  | "priority_message_acknowledged"
  | "priority_message_not_found"
  | "protective_measure_missing"
  | "provider_away"
  | "provider_busy"
  | "rank_taken"
  | "readers_not_confined"
  | "real_incident_open"
  | "receipt_not_known"
  | "recipient_not_found"
  | "recipient_unclear"
  | "recovery_not_found"
  | "recovery_too_early"
  | "recovery_waits"
  | "referral_awaits_consent"
  | "referral_has_consent"
  | "referral_in_support"
  | "referral_is_assigned"
  | "referral_is_closed"
  | "referral_is_open"
  | "referral_needs_consent"
  | "referral_not_a_crisis"
  | "referral_not_found"
  | "relay_incomplete"
  | "report_changed"
  | "report_is_fixed"
  | "report_lacks"
  | "report_names_player"
  | "report_not_approved"
  | "report_not_found"
  | "report_not_signed"
  | "report_not_yours"
  | "report_too_early"
  | "reporters_words"
  | "request_decided"
  | "request_not_found"
  | "request_too_slow"
  | "responders_only"
  | "response_action_ended"
  | "response_action_in_force"
  | "response_action_not_found"
  | "response_protocol_changed"
  | "response_protocol_not_found"
  | "response_protocol_not_yours"
  | "response_protocol_without_words"
  | "reunification_is_open"
  | "reunification_not_found"
  | "reunification_not_open"
  | "reunification_operation_not_found"
  | "reunification_place_refused"
  | "reunification_role_held"
  | "reunification_role_not_allowed"
  | "reunification_role_not_found"
  | "reunification_site_not_found"
  | "reunification_state_refused"
  | "reunification_student_not_found"
  | "reunification_sum_open"
  | "review_action_not_found"
  | "review_changed"
  | "review_mark_not_found"
  | "review_mark_settled"
  | "review_marked_already"
  | "review_not_found"
  | "review_not_yours"
  | "review_owner_not_there"
  | "review_step_lacks"
  | "review_step_refused"
  | "role_by_assignment"
  | "role_card_changed"
  | "role_card_not_changed"
  | "role_cards_not_found"
  | "role_cards_not_yours"
  | "role_not_held"
  | "role_not_of_kind"
  | "role_of_many"
  | "role_step_not_found"
  | "room_blocked"
  | "room_cleared"
  | "room_cleared_already"
  | "room_has_casualty"
  | "room_hazardous"
  | "room_not_at_site"
  | "room_not_named"
  | "room_opened"
  | "room_report_not_found"
  | "room_search_under_way"
  | "room_secured"
  | "room_secured_already"
  | "room_to_walk_not_found"
  | "room_unsearched"
  | "rooms_not_opened"
  | "roster_being_stored"
  | "roster_connection_not_found"
  | "roster_not_found"
  | "roster_read_under_way"
  | "roster_readers_not_confined"
  | "roster_shrinks"
  | "roster_upload_not_found"
  | "rule_approved_already"
  | "rule_approver_decides"
  | "rule_follows_accounts"
  | "rule_has_ended"
  | "rule_not_approved"
  | "rule_not_attestable"
  | "rule_of_private_posts"
  | "rule_targets_group"
  | "rule_targets_person"
  | "rule_targets_politics"
  | "rule_targets_protest"
  | "rule_targets_religion"
  | "safety_flag_not_found"
  | "safety_plan_missing"
  | "safety_plan_runs"
  | "same_action_in_force"
  | "same_person_verifies"
  | "scan_not_looked_at"
  | "school_not_reached"
  | "school_only"
  | "school_year_not_found"
  | "schools_defects"
  | "scope_not_at_site"
  | "seal_broken"
  | "seal_key_unreadable"
  | "sealed_unreadable"
  | "search_area_not_found"
  | "search_reason_missing"
  | "second_administrator_needed"
  | "second_factor_needed"
  | "second_person_missing"
  | "second_person_needed"
  | "secured_stays_secured"
  | "self_check_in_not_found"
  | "server_busy"
  | "server_error"
  | "session_locked"
  | "session_not_found"
  | "session_over"
  | "shape_not_found"
  | "shift_ends_early"
  | "shift_not_found"
  | "shift_over"
  | "shift_too_far"
  | "shift_too_long"
  | "short_address_taken"
  | "sighting_not_found"
  | "sighting_of_others"
  | "sighting_taken_back"
  | "sign_in_busy"
  | "sign_in_cancelled"
  | "sign_in_too_old"
  | "signatory_missing"
  | "signatory_not_found"
  | "signed_in_already"
  | "signed_out"
  | "signed_paper_decided"
  | "signed_paper_not_found"
  | "signed_paper_waits"
  | "site_ambiguous"
  | "site_is_in"
  | "site_not_found"
  | "site_not_in_incident"
  | "slow_client"
  | "small_children_told_to_fight"
  | "social_alert_not_found"
  | "sro_assignment_not_found"
  | "sro_assignment_wrong_state"
  | "sro_selection_signed"
  | "stale_timestamp"
  | "stands_aside_already"
  | "station_in_use"
  | "station_name_taken"
  | "station_not_found"
  | "step_not_ticked"
  | "step_ticked_already"
  | "step_words_lacking"
  | "stop_code_not_known"
  | "stop_guessed_too_often"
  | "storage_failed"
  | "storing_lapsed"
  | "student_changed"
  | "student_gone"
  | "student_is_absent"
  | "student_not_here"
  | "student_released"
  | "support_step_lacks"
  | "support_team_not_found"
  | "survey_readers_not_confined"
  | "suspension_wrong_state"
  | "sweep_not_found"
  | "switched_off_by_person"
  | "task_not_in_exercise"
  | "test_alert_not_found"
  | "test_waits_for_incident"
  | "text_code_taken"
  | "threats_judged"
  | "tile_not_found"
  | "tip_acknowledged_already"
  | "tip_desk_not_found"
  | "tip_disposed_already"
  | "tip_has_case"
  | "tip_has_incident"
  | "tip_has_no_reporter"
  | "tip_in_progress_already"
  | "tip_is_duplicate"
  | "tip_is_false"
  | "tip_is_open"
  | "tip_is_test"
  | "tip_names_no_school"
  | "tip_not_acknowledged"
  | "tip_not_begun"
  | "tip_not_found"
  | "tip_not_sent"
  | "tip_not_triaged"
  | "tip_photo_refused"
  | "tip_sent_already"
  | "tip_step_lacks"
  | "tip_taken_already"
  | "tips_flooded"
  | "tips_team_decides"
  | "token_refused"
  | "too_few_control_points"
  | "too_many_alarm_tests"
  | "too_many_alert_posts"
  | "too_many_attempts"
  | "too_many_calendar_passwords"
  | "too_many_casualties"
  | "too_many_certificates"
  | "too_many_codes"
  | "too_many_day_card_tries"
  | "too_many_day_cards"
  | "too_many_devices"
  | "too_many_evaluation_photos"
  | "too_many_feed_keys"
  | "too_many_imports"
  | "too_many_incidents"
  | "too_many_invited"
  | "too_many_looks"
  | "too_many_near_threats"
  | "too_many_parties"
  | "too_many_photos"
  | "too_many_presses"
  | "too_many_readings"
  | "too_many_roster_readings"
  | "too_many_roster_tests"
  | "too_many_search_areas"
  | "too_many_self_check_ins"
  | "too_many_shifts"
  | "too_many_sites"
  | "too_many_sockets"
  | "too_many_students"
  | "too_many_survey_readings"
  | "too_many_tests"
  | "too_many_tip_messages"
  | "too_many_tokens"
  | "too_many_tries"
  | "too_many_uploads"
  | "training_defects"
  | "training_known"
  | "training_not_found"
  | "transfer_coding_unknown"
  | "triage_tag_taken"
  | "try_later"
  | "under_legal_hold"
  | "unit_checked_in"
  | "unit_departed"
  | "unit_enters_no_hot_zone"
  | "unit_escorts_no_one"
  | "unit_joins_no_contact_team"
  | "unit_needs_escort"
  | "unit_of_others"
  | "unit_place_not_said"
  | "unknown_frame"
  | "upgrade_is_approved"
  | "upgrade_is_declined"
  | "upgrade_is_done"
  | "upgrade_is_proposed"
  | "upgrade_not_found"
  | "upgrade_step_lacks"
  | "upload_gone"
  | "upload_not_found"
  | "upload_quota_used"
  | "upload_refused"
  | "upload_too_large"
  | "version_not_found"
  | "visitor_has_left"
  | "web_push_key_unreadable"
  | "week_not_over"
  | "week_reviewed"
  | "wrong_change"
  | "wrong_code"
  | "wrong_sum";
