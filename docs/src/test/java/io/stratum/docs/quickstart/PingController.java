package io.stratum.docs.quickstart;

import io.stratum.handler.annotation.StratumController;
import io.stratum.handler.annotation.StratumMapping;

// tag::code[]
@StratumController
class PingController {

	@StratumMapping("pool.ping")
	String ping() {
		return "pong";
	}

}
// end::code[]
