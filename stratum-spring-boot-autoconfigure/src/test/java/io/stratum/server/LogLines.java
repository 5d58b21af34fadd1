package io.stratum.server;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.logging.Handler;
import java.util.logging.LogRecord;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import org.slf4j.LoggerFactory;

/**
 * Collects what a class logs, by either API, whatever has happened to the logging system.
 */
public final class LogLines extends AppenderBase<ILoggingEvent> implements AutoCloseable {

	/** Level and message of each. */
	public final Queue<String> lines = new ConcurrentLinkedQueue<>();

	private final Logger logger;

	private final java.util.logging.Logger julLogger;

	private final Handler julHandler = new CollectingHandler();

	public LogLines(Class<?> type) {
		this(type.getName());
	}

	public LogLines(String name) {
		this.logger = (Logger) LoggerFactory.getLogger(name);
		this.julLogger = java.util.logging.Logger.getLogger(name);
		this.logger.setLevel(Level.INFO);
		this.julLogger.setLevel(java.util.logging.Level.INFO);
		this.logger.addAppender(this);
		this.julLogger.addHandler(this.julHandler);
		// A bridge to the other API would collect it twice
		this.julLogger.setUseParentHandlers(false);
		start();
	}

	@Override
	protected void append(ILoggingEvent event) {
		this.lines.add(event.getLevel() + " " + event.getFormattedMessage());
	}

	@Override
	public void close() {
		this.logger.detachAppender(this);
		this.julLogger.removeHandler(this.julHandler);
		this.julLogger.setUseParentHandlers(true);
		this.logger.setLevel(null);
		this.julLogger.setLevel(null);
	}

	private final class CollectingHandler extends Handler {

		@Override
		public void publish(LogRecord entry) {
			LogLines.this.lines.add(entry.getLevel() + " " + entry.getMessage());
		}

		@Override
		public void flush() {
		}

		@Override
		public void close() {
		}

	}

}
