// Whether the kernel behind a widget is still there.

/** Call `lost` when the kernel is no more, or never was: a page saved, or opened without it. */
function watchKernel(model, el, lost) {
  const gone = ['restarting', 'autorestarting', 'terminating', 'dead']
  const onStatus = (_, status) => { if (gone.includes(status)) lost() }
  const check = () => setTimeout(() => { if (el.closest('.jupyter-widgets-disconnected')) lost() })
  const { kernel } = model.widget_manager ?? {}
  kernel?.statusChanged?.connect(onStatus)
  kernel?.disposed?.connect(lost)
  model.on('comm_live_update', check)
  check()
  return () => { kernel?.statusChanged?.disconnect(onStatus); kernel?.disposed?.disconnect(lost); model.off('comm_live_update', check) }
}
