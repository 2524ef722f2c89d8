// The panels of capabilities, by name. Written by `manage.py asyncapi` from their declarations.

import { addPanel as addAccountability } from "../../accountability/room_board.js";
import { addPanel as addAgreements } from "../../agreements/agreement_card.js";
import { addPanel as addCases } from "../../cases/flag_link.js";
import { addPanel as addCasualties } from "../../casualties/casualties_panel.js";
import { addPanel as addCommand } from "../../command/command_bar.js";
import { addPanel as addDisclosures } from "../../disclosures/disclosures.js";
import { addPanel as addDispatchDesk } from "../../desk/dispatch_desk.js";
import { addPanel as addDuplicates } from "../../duplicates/duplicates.js";
import { addPanel as addEmergencyAccess } from "../../emergency_access/emergency_access.js";
import { addPanel as addExercisePlay } from "../../exercise_play/exercise_play.js";
import { addPanel as addFacts } from "../../facts/facts_panel.js";
import { addPanel as addFirstActions } from "../../first_actions/first_actions_panel.js";
import { addPanel as addGeneralStaff } from "../../general_staff/staff_panel.js";
import { addPanel as addGround } from "../../ground/ground_panel.js";
import { addPanel as addMayday } from "../../mayday/maydays.js";
import { addPanel as addMutualAid } from "../../command/mutual_aid.js";
import { addPanel as addMyAlerts } from "../../alerts/alert_board.js";
import { addPanel as addOwnRoom } from "../../own_room/own_room_panel.js";
import { addPanel as addPanic } from "../../panic/alarm_panel.js";
import { addPanel as addPositions } from "../../positions/sharing_bar.js";
import { addPanel as addPriorityMessages } from "../../priority_messages/priority_messages.js";
import { addPanel as addQuickWords } from "../../quick_words/quick_words.js";
import { addPanel as addRealWorld } from "../../real_world/real_world.js";
import { addPanel as addResponseActions } from "../../response/responses.js";
import { addPanel as addReunificationAdvice } from "../../reunification/reunification_now.js";
import { addPanel as addRoleCards } from "../../role_cards/role_panel.js";
import { addPanel as addRoomSearch } from "../../room_search/search_panel.js";
import { addPanel as addSites } from "../../sites/sites_panel.js";
import { addPanel as addUnits } from "../../units/units_panel.js";

/** @type {import("./panel.js").AddPanel[]} */
// prettier-ignore
export const PANELS = [
  addAccountability,
  addAgreements,
  addCases,
  addCasualties,
  addCommand,
  addDisclosures,
  addDispatchDesk,
  addDuplicates,
  addEmergencyAccess,
  addExercisePlay,
  addFacts,
  addFirstActions,
  addGeneralStaff,
  addGround,
  addMayday,
  addMutualAid,
  addMyAlerts,
  addOwnRoom,
  addPanic,
  addPositions,
  addPriorityMessages,
  addQuickWords,
  addRealWorld,
  addResponseActions,
  addReunificationAdvice,
  addRoleCards,
  addRoomSearch,
  addSites,
  addUnits,
];
