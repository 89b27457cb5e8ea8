/** Where rule updates come from; set when the extension is built. */
declare const __BEDSIDE_UPDATE_URL__: string;
