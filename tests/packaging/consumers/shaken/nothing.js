import { WibiClick, WibiClickError } from "wibiclick";
import { sign, verify } from "wibiclick/webhooks";
import { init } from "wibiclick/slim";
import "wibiclick/webhooks/slim";
