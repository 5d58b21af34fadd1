package io.stratum.client.sv2;

import java.util.List;
import java.util.Set;

import reactor.core.publisher.MonoSink;

import io.stratum.client.StratumConnectionException;
import io.stratum.client.sv2.PendingRequests.Pending;
import io.stratum.client.transport.ByteConnection;
import io.stratum.protocol.ProtocolException;
import io.stratum.protocol.sv2.ExtensionMessage.RequestExtensions;
import io.stratum.protocol.sv2.ExtensionMessage.RequestExtensionsError;
import io.stratum.protocol.sv2.ExtensionMessage.RequestExtensionsSuccess;
import io.stratum.protocol.sv2.Sv2Message;

/**
 * Which extensions were asked for and which are in use. Confined to the event loop.
 */
final class ExtensionRequests {

	private final PendingRequests<Set<Integer>, Set<Integer>> waiting;

	private Set<Integer> agreed = Set.of();

	ExtensionRequests(ByteConnection bytes) {
		this.waiting = new PendingRequests<>(bytes, "RequestExtensions");
	}

	RequestExtensions request(Set<Integer> wanted) {
		return new RequestExtensions(this.waiting.nextId(), List.copyOf(wanted));
	}

	void add(Set<Integer> wanted, MonoSink<Set<Integer>> sink) {
		this.waiting.add(wanted, sink);
	}

	boolean isAgreed(int extension) {
		return this.agreed.contains(extension);
	}

	/**
	 * Takes an answer.
	 * @return false if it is another message
	 */
	boolean received(Sv2Message message) throws ProtocolException {
		if (message instanceof RequestExtensionsSuccess success) {
			Pending<Set<Integer>, Set<Integer>> pending = this.waiting.remove(success.requestId());
			if (pending != null) {
				this.agreed = subset(success.supportedExtensions(), pending.request());
				pending.sink().success(this.agreed);
			}
			return true;
		}
		if (message instanceof RequestExtensionsError refused) {
			Pending<Set<Integer>, Set<Integer>> pending = this.waiting.remove(refused.requestId());
			if (pending != null) {
				refuse(pending.sink(), refused.requiredExtensions());
			}
			return true;
		}
		return false;
	}

	private static Set<Integer> subset(List<Integer> supported, Set<Integer> wanted) throws ProtocolException {
		if (!wanted.containsAll(supported)) {
			throw new ProtocolException("extensions: " + supported + " (expected: some of " + wanted + ")");
		}
		return Set.copyOf(supported);
	}

	private static void refuse(MonoSink<Set<Integer>> sink, List<Integer> required) {
		if (required.isEmpty()) {
			sink.success(Set.of());
		}
		else {
			sink.error(new Sv2ErrorException("the server requires extensions " + required));
		}
	}

	void failAll(StratumConnectionException cause) {
		this.waiting.failAll(cause);
	}

}
