package io.stratum.client.sv2;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import io.stratum.bitcoin.Target;
import io.stratum.client.PendingAnswers;
import io.stratum.protocol.ProtocolException;
import io.stratum.protocol.sv2.ChannelMessage.CloseChannel;
import io.stratum.protocol.sv2.ChannelMessage.UpdateChannel;
import io.stratum.protocol.sv2.JobMessage.NewExtendedMiningJob;
import io.stratum.protocol.sv2.JobMessage.NewMiningJob;
import io.stratum.protocol.sv2.JobMessage.SetNewPrevHash;
import io.stratum.protocol.sv2.Octets;
import io.stratum.protocol.sv2.ShareMessage.SubmitSharesExtended;
import io.stratum.protocol.sv2.ShareMessage.SubmitSharesStandard;

/**
 * An open channel. Safe for use from any thread: what it sends hops to the event loop.
 */
public final class Sv2MinerChannel {

	private final Sv2Link link;

	private final int id;

	private final boolean extended;

	private final int extranonceSize;

	private final ChannelJobs jobs = new ChannelJobs();

	private final PendingAnswers<Integer, @Nullable Void> shares;

	private int nextShare;

	private volatile int groupId;

	private volatile Octets extranoncePrefix;

	private volatile Target target;

	private volatile @Nullable Sv2Job job;

	Sv2MinerChannel(Sv2Link link, ChannelTerms terms) {
		this.link = link;
		this.id = terms.channelId();
		this.extended = terms.extended();
		this.extranonceSize = terms.extranonceSize();
		this.groupId = terms.groupId();
		this.extranoncePrefix = terms.extranoncePrefix();
		this.target = terms.target();
		this.shares = new PendingAnswers<>(link.bytes(), "shares");
	}

	/**
	 * The number of the channel.
	 * @return the number, unsigned and unique on the connection
	 */
	public int id() {
		return this.id;
	}

	/**
	 * Whether the miner rolls a part of the extranonce.
	 * @return false for a standard channel
	 */
	public boolean isExtended() {
		return this.extended;
	}

	/**
	 * The group that the channel belongs to.
	 * @return the number, unsigned
	 */
	public int groupId() {
		return this.groupId;
	}

	/**
	 * How many bytes of the extranonce the miner rolls.
	 * @return the size, 0 on a standard channel
	 */
	public int extranonceSize() {
		return this.extranonceSize;
	}

	/**
	 * The server's part of the extranonce, for the next job.
	 * @return the prefix
	 */
	public Octets extranoncePrefix() {
		return this.extranoncePrefix;
	}

	/**
	 * The target of the jobs that become active from now on.
	 * @return the target
	 */
	public Target target() {
		return this.target;
	}

	/**
	 * The newest job.
	 * @return the job, or null while there is none
	 */
	public @Nullable Sv2Job job() {
		return this.job;
	}

	/**
	 * Submits a share.
	 * @param share the share
	 * @return completes when the server has acknowledged it; fails with
	 * {@link Sv2ErrorException} if it says why not, with
	 * {@link io.stratum.client.StratumConnectionException} when it does not answer in
	 * time, when channel or connection end, and when 1024 shares are waiting
	 */
	public Mono<Void> submit(Sv2Share share) {
		share.job().checkExtranonce(share.extranonce());
		return this.link.onLoop((sink) -> {
			this.link.checkOpen(this);
			this.shares.checkRoom();
			int number = this.nextShare;
			this.link.send(this.extended ? extendedShare(share, number) : standardShare(share, number));
			this.nextShare++;
			this.shares.add(number, "acknowledgement of the share", sink, (answer) -> answer);
		});
	}

	private SubmitSharesStandard standardShare(Sv2Share share, int number) {
		return new SubmitSharesStandard(this.id, number, share.job().id(), share.nonce(), share.time(),
				share.version());
	}

	private SubmitSharesExtended extendedShare(Sv2Share share, int number) {
		return new SubmitSharesExtended(this.id, number, share.job().id(), share.nonce(), share.time(), share.version(),
				Octets.of(share.extranonce()), this.link.shareFields(share));
	}

	/**
	 * Tells the server of another hash rate or target. There is no answer unless it
	 * refuses.
	 * @param nominalHashRate expected hashes per second
	 * @param maximumTarget the easiest target to work on
	 */
	public void update(float nominalHashRate, Target maximumTarget) {
		this.link.send(new UpdateChannel(this.id, nominalHashRate, maximumTarget));
	}

	/**
	 * Closes the channel; shares that wait fail.
	 * @param reason why, at most 255 ASCII characters
	 */
	public void close(String reason) {
		CloseChannel message = new CloseChannel(this.id, reason);
		this.link.bytes().tryExecute(() -> {
			if (this.link.forget(this)) {
				this.link.send(message);
				end(new Sv2ErrorException(reason));
			}
		});
	}

	void end(Throwable cause) {
		this.job = null;
		this.shares.failAll(cause);
	}

	@Nullable Sv2Job add(NewMiningJob message, boolean versionRolling) throws ProtocolException {
		if (this.extended) {
			throw new ProtocolException("NewMiningJob on an extended channel: " + Integer.toUnsignedString(this.id)
					+ " (expected: NewExtendedMiningJob)");
		}
		return active(this.jobs.add(JobTemplate.of(message, versionRolling), message.minNtime(), this.target));
	}

	@Nullable Sv2Job add(NewExtendedMiningJob message) throws ProtocolException {
		JobTemplate template = JobTemplate.of(message, this.extranoncePrefix, this.extranonceSize);
		return active(this.jobs.add(template, message.minNtime(), this.target));
	}

	private @Nullable Sv2Job active(@Nullable Sv2Job added) {
		if (added != null) {
			this.job = added;
		}
		return added;
	}

	@Nullable Sv2Job activate(SetNewPrevHash message) {
		Sv2Job activated = this.jobs.activate(message, this.target);
		this.job = activated;
		return activated;
	}

	/**
	 * All shares up to a number that were not refused are accepted.
	 * @throws ProtocolException if there was no such share
	 */
	void accepted(int last) throws ProtocolException {
		checkSent(last);
		// numbers wrap around
		this.shares.answerWhile((number) -> last - number >= 0, null);
	}

	void refused(int number, String errorCode) throws ProtocolException {
		checkSent(number);
		this.shares.refuse(number, new Sv2ErrorException(errorCode));
	}

	private void checkSent(int number) throws ProtocolException {
		if (number - this.nextShare >= 0) {
			throw new ProtocolException("sequence number: " + Integer.toUnsignedString(number) + " (expected: < "
					+ Integer.toUnsignedString(this.nextShare) + ")");
		}
	}

	void setTarget(Target target) {
		this.target = target;
	}

	void setExtranoncePrefix(Octets extranoncePrefix) {
		this.extranoncePrefix = extranoncePrefix;
	}

	void setGroup(int groupId) {
		this.groupId = groupId;
	}

}
