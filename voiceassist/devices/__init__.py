"""Microphone and audio files in, loudspeaker and WAV out: everything that touches sound hardware."""
