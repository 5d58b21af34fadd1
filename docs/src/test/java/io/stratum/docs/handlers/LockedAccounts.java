package io.stratum.docs.handlers;

import io.stratum.handler.annotation.StratumController;
import io.stratum.handler.annotation.StratumExceptionHandler;
import io.stratum.handler.annotation.StratumMapping;
import io.stratum.session.StratumError;

// tag::code[]
@StratumController
class LockedAccounts {

	@StratumMapping("account.close")
	boolean close() {
		throw new AccountLockedException();
	}

	@StratumExceptionHandler
	StratumError locked(AccountLockedException ex) {
		return StratumError.of(24, "Account locked");
	}

	static class AccountLockedException extends RuntimeException {

	}

}
// end::code[]
