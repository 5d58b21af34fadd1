package io.stratum.docs.handlers;

import reactor.core.publisher.Mono;

import io.stratum.handler.annotation.StratumController;
import io.stratum.handler.annotation.StratumMapping;
import io.stratum.handler.annotation.StratumParam;
import io.stratum.session.JsonPeer;

// tag::code[]
@StratumController
class AccountController {

	record Transfer(String from, String to, long amount) {
	}

	@StratumMapping("account.balance")
	Mono<Long> balance(@StratumParam(0) String account) {
		return Mono.just(42L);
	}

	@StratumMapping("account.transfer")
	boolean transfer(JsonPeer peer, Transfer transfer) {
		peer.send("account.moved", transfer.from(), transfer.to(), transfer.amount());
		return true;
	}

}
// end::code[]
