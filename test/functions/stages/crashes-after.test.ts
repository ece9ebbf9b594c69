import { crashes } from "./crashes.ts";

crashes("after it took effect");
