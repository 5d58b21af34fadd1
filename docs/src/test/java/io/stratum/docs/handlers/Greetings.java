package io.stratum.docs.handlers;

import io.stratum.handler.annotation.StratumController;
import io.stratum.handler.annotation.StratumMapping;
import io.stratum.handler.annotation.StratumParam;
import io.stratum.handler.annotation.StratumSessionScope;

import org.springframework.stereotype.Component;

// tag::code[]
@StratumController
class Greetings {

	@StratumMapping("hello")
	String hello(@StratumParam(0) String name, Guest guest) {
		guest.visits++;
		return "Hello " + name + ", visit " + guest.visits;
	}

	@Component
	@StratumSessionScope
	static class Guest {

		private int visits;

	}

}
// end::code[]
