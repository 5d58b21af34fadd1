package io.stratum.node;

import java.time.Duration;

/**
 * A call of a method.
 *
 * @param method the method
 * @param params its parameters, as a JSON list
 * @param timeout how long the call may take, from connecting to the last byte
 * @param label how the call is named in logs and meters
 */
record RpcCall(String method, String params, Duration timeout, String label) {

	RpcCall(String method, String params, Duration timeout) {
		this(method, params, timeout, method);
	}

	String body() {
		return "{\"id\":1,\"method\":\"" + this.method + "\",\"params\":" + this.params + "}";
	}

}
