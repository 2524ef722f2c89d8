// The panels of capabilities, by name. Written by `manage.py asyncapi` from their declarations.

import { addPanel as addDispatchDesk } from "../../desk/dispatch_desk.js";
import { addPanel as addExercisePlay } from "../../exercise_play/exercise_play.js";
import { addPanel as addFacts } from "../../facts/facts_panel.js";
import { addPanel as addMayday } from "../../mayday/maydays.js";
import { addPanel as addMutualAid } from "../../command/mutual_aid.js";
import { addPanel as addRealWorld } from "../../real_world/real_world.js";

/** @type {import("./panel.js").AddPanel[]} */
// prettier-ignore
export const PANELS = [
  addDispatchDesk,
  addExercisePlay,
  addFacts,
  addMayday,
  addMutualAid,
  addRealWorld,
];
