package io.stratum.engine.work;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;

import org.jspecify.annotations.Nullable;

import io.stratum.engine.runtime.EngineRuntime;
import io.stratum.mining.BlockTemplate;
import io.stratum.mining.MiningListener;
import io.stratum.mining.job.JobFactory;
import io.stratum.mining.job.Work;
import io.stratum.mining.job.WorkTimeline;

/**
 * Makes works of templates: has the jobs of all payouts built on the thread for that, and
 * tells the listeners when they are there. Templates that came while jobs were being
 * built are skipped for the newest.
 */
public final class WorkPublisher {

	private static final Logger logger = System.getLogger(WorkPublisher.class.getName());

	private final WorkTimeline timeline;

	private final PayoutGroups groups;

	private final MiningListener listener;

	private final EngineRuntime runtime;

	private final List<WorkListener> workListeners = new CopyOnWriteArrayList<>();

	/** The newest template of which there is no work yet, or null. */
	private final AtomicReference<@Nullable BlockTemplate> waiting = new AtomicReference<>();

	/** Where tips are published, too, or null; set before the first work. */
	private volatile @Nullable WorkTimeline tips;

	/**
	 * The newest work of which the jobs are built, or null before the first; the next
	 * follows it.
	 */
	private volatile @Nullable Work current;

	/**
	 * Creates a publisher that has no work yet.
	 * @param timeline where superseded works are remembered
	 * @param groups whose jobs are built
	 * @param listener hears of new work
	 * @param runtime where jobs are built
	 */
	public WorkPublisher(WorkTimeline timeline, PayoutGroups groups, MiningListener listener, EngineRuntime runtime) {
		this.timeline = timeline;
		this.groups = groups;
		this.listener = listener;
		this.runtime = runtime;
	}

	/** The newest work of which the jobs are built, or null before the first. */
	public @Nullable Work current() {
		return this.current;
	}

	/** The height of the block that is mined upon, 0 before the first work. */
	public int tipHeight() {
		Work newest = this.current;
		return (newest != null) ? newest.template().height() - 1 : 0;
	}

	/** Adds a listener for new work. */
	public void addListener(WorkListener workListener) {
		this.workListeners.add(workListener);
	}

	/** Publishes tips to a timeline of their own, too; to be called before the first. */
	public void publishTips(WorkTimeline destination) {
		this.tips = destination;
	}

	/** Makes a work of a template, soon. */
	public void publish(BlockTemplate template) {
		this.waiting.set(template);
		this.runtime.build(this::publishNewest);
	}

	private void publishNewest() {
		BlockTemplate template = this.waiting.getAndSet(null);
		if (template == null) {
			return;
		}
		Work next = follow(this.current, template);
		supersede(next, this.runtime.nanoTime());
		try {
			this.groups.update(next);
		}
		finally {
			this.current = next;
		}
		if (next.startsTip()) {
			logger.log(Level.INFO, "New tip {0}, mining height {1}", template.previousBlock(),
					Integer.toString(template.height()));
		}
		tell(next);
		this.listener.workPublished(template, next.startsTip());
	}

	private void tell(Work work) {
		for (WorkListener workListener : this.workListeners) {
			try {
				workListener.workPublished(work);
			}
			catch (Throwable ex) {
				logger.log(Level.ERROR, "A work listener failed", ex);
			}
		}
	}

	private void supersede(Work next, long nowNanos) {
		this.timeline.publish(next, nowNanos);
		WorkTimeline tipsOnly = this.tips;
		if (tipsOnly != null && next.startsTip()) {
			tipsOnly.publish(JobFactory.tip(next), nowNanos);
		}
	}

	private static Work follow(@Nullable Work last, BlockTemplate template) {
		if (last == null) {
			return new Work(1, 1, true, template);
		}
		boolean startsTip = !last.template().previousBlock().equals(template.previousBlock());
		return new Work(last.number() + 1, last.tip() + (startsTip ? 1 : 0), startsTip, template);
	}

}
