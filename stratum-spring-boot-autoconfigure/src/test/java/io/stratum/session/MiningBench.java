package io.stratum.session;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicLong;

import io.stratum.bitcoin.Hash256;
import io.stratum.bitcoin.TxOutput;
import io.stratum.mining.Authentication;
import io.stratum.mining.AuthenticationRequest;
import io.stratum.mining.Block;
import io.stratum.mining.BlockTemplate;
import io.stratum.mining.BlockTemplateSource;
import io.stratum.mining.MiningListener;
import io.stratum.mining.PayoutPolicy;
import io.stratum.mining.PayoutRequest;
import io.stratum.mining.RejectReason;
import io.stratum.mining.Share;
import io.stratum.mining.Worker;

/**
 * What the tests of all dialects need of mining: one loop, a clock, templates, a payout,
 * and a record of what happened. Work changes when the test says so.
 */
public abstract class MiningBench implements BlockTemplateSource, PayoutPolicy, MiningListener, SessionObserver {

	public final FakeLoop loop = new FakeLoop();

	public final SessionRegistry registry = new SessionRegistry();

	public final AtomicLong elapsed = new AtomicLong();

	public final List<AuthenticationRequest> logins = new ArrayList<>();

	public final List<Share> accepted = new ArrayList<>();

	public final List<RejectReason> rejected = new ArrayList<>();

	public final List<Block> blocks = new ArrayList<>();

	public final List<String> handled = new ArrayList<>();

	public CloseReason closeReason;

	public int skipped;

	public int malformed;

	public volatile int nBits = 0x1d00ffff;

	public volatile int requiredVersionBits;

	protected final WorkFeed feed = new WorkFeed(this.loop);

	private volatile int height = 100;

	public final InstantSource clock() {
		return () -> Instant.ofEpochSecond(1_767_323_045).plusNanos(this.elapsed.get());
	}

	public final void pass(Duration time) {
		this.elapsed.addAndGet(time.toNanos());
	}

	public final void newTip() {
		this.height++;
		newWork();
	}

	/** New work, which all sessions have when this returns. */
	public final void newWork() {
		pass(Duration.ofSeconds(31));
		this.feed.next();
	}

	/** Lets everyone in but those whose name begins with "bad". */
	protected static Authentication decide(AuthenticationRequest request) {
		return request.workerName().startsWith("bad") ? Authentication.refused("Who is that?")
				: Authentication.accepted(Worker.of(request.workerName()));
	}

	@Override
	public final BlockTemplate fetch() {
		this.feed.fetching();
		byte[] previous = new byte[32];
		previous[0] = (byte) this.height;
		previous[31] = 7;
		Instant now = clock().instant();
		return BlockTemplate.builder()
			.previousBlock(Hash256.ofInternal(previous))
			.height(this.height)
			.version(0x20000000 | this.requiredVersionBits)
			.requiredVersionBits(this.requiredVersionBits)
			.nBits(this.nBits)
			.time(now.getEpochSecond())
			.minTime(now.getEpochSecond() - 3600)
			.coinbaseValue(5_000_000_000L)
			.fetched(now)
			.build();
	}

	@Override
	public final CompletionStage<BlockTemplate> next(BlockTemplate current) {
		return this.feed.changed().thenApply((signal) -> fetch());
	}

	@Override
	public final String payout(Worker worker) {
		return worker.account();
	}

	@Override
	public final List<TxOutput> outputs(PayoutRequest request) {
		return List.of(new TxOutput(request.value(), request.payout().getBytes()));
	}

	@Override
	public final void shareAccepted(Share share) {
		this.accepted.add(share);
	}

	@Override
	public final void shareRejected(String worker, RejectReason cause) {
		this.rejected.add(cause);
	}

	@Override
	public final void blockFound(Block block) {
		this.blocks.add(block);
	}

	@Override
	public final void closed(StratumSession session, CloseReason cause) {
		this.closeReason = cause;
	}

	@Override
	public final void jobSkipped(StratumSession session) {
		this.skipped++;
	}

	@Override
	public final void malformed(StratumSession session) {
		this.malformed++;
	}

	@Override
	public final void requestHandled(StratumSession session, String method, String outcome) {
		this.handled.add(method + " " + outcome);
	}

}
