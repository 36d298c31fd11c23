"use client";

import { Modal } from "antd";
import type { ReactNode } from "react";

interface DialogProps {
  open: boolean;
  title: ReactNode;
  onClose: () => void;
  width?: number;
  children: ReactNode;
}

/** A modal that only its own buttons, its cross or Esc close: a stray click beside it loses nothing. */
export function Dialog({ open, title, onClose, width = 480, children }: DialogProps) {
  return (
    <Modal
      open={open}
      title={title}
      onCancel={onClose}
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
