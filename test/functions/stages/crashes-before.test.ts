import { crashes } from "./crashes.ts";

crashes("before it takes effect");
