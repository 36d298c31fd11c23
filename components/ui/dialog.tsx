"use client";

import { Modal } from "antd";
import type { ReactNode } from "react";
import { useIsActing } from "../data/use-act.ts";

interface DialogProps {
  open: boolean;
  title: ReactNode;
  onClose: () => void;
  width?: number;
  children: ReactNode;
}

/**
 * A modal that only its own buttons, its cross or Esc close: a stray click beside it loses nothing. While an act is under way it
 * stays: closed and opened again, it would be another act, and nobody would have seen what came of the first one.
 */
export function Dialog({ open, title, onClose, width = 480, children }: DialogProps) {
  const isActing = useIsActing();
  return (
    <Modal
      open={open}
      title={title}
      onCancel={onClose}
      closable={!isActing}
      keyboard={!isActing}
      width={width}
      footer={null}
      centered
      destroyOnHidden
      mask={{ closable: false }}
      // antd locks scrolling with a style element that carries no nonce; globals.css does it instead.
      scrollLock={false}
    >
      {children}
    </Modal>
  );
}
