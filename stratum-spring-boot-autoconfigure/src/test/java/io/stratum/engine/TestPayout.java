package io.stratum.engine;

import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.function.Function;

import io.stratum.bitcoin.TxOutput;
import io.stratum.mining.PayoutPolicy;
import io.stratum.mining.PayoutRefusedException;
import io.stratum.mining.PayoutRequest;
import io.stratum.mining.Worker;

/**
 * Pays accounts; a wrong sum or nothing at all if the test wants it.
 */
public class TestPayout implements PayoutPolicy {

	public volatile long missing;

	public volatile boolean failing;

	/** The outputs, unless something above prevents them. */
	volatile Function<PayoutRequest, List<TxOutput>> answering = (request) -> List
		.of(new TxOutput(request.value() - this.missing, new byte[] { 0x51 }));

	/** A pattern of those whose outputs do not come before the test releases them. */
	public volatile String held = "";

	/** Whose outputs were asked for. */
	final Queue<String> calls = new ConcurrentLinkedQueue<>();

	private final Semaphore released = new Semaphore(0);

	public void release() {
		this.held = "";
		this.released.release(100);
	}

	/** How many calls are held. */
	int waiting() {
		return this.released.getQueueLength();
	}

	volatile Runnable asked = () -> {
	};

	@Override
	public String payout(Worker worker) throws PayoutRefusedException {
		this.asked.run();
		if (worker.account().equals("nobody")) {
			throw new PayoutRefusedException("No such address");
		}
		return worker.account();
	}

	@Override
	public List<TxOutput> outputs(PayoutRequest request) {
		this.calls.add(request.payout());
		if (request.payout().matches(this.held)) {
			this.released.acquireUninterruptibly();
		}
		if (this.failing) {
			throw new IllegalStateException("no wallet");
		}
		return this.answering.apply(request);
	}

	/** Everything to one output. */
	static List<TxOutput> all(PayoutRequest request) {
		return List.of(new TxOutput(request.value(), new byte[] { 0x51 }));
	}

}
