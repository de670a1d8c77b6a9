import { wireStaff } from "./wire-staff.ts";

export const wireSupport = () => wireStaff();
