// Made from /api/openapi.json by app/api/sdk-types.test.ts.

export interface paths {
  "/api/v1/key": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** 问话的这把密钥能做什么 */
    get: operations["getV1Key"];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/api/v1/events": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** 发生过的事件，与推送的相同，按次序，最早的在前；保留三个月 */
    get: operations["getV1Events"];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/api/v1/webhook-endpoints": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** 事件推送到哪里 */
    get: operations["getV1WebhookEndpoints"];
    put?: never;
    /** 加一个接收事件的地址；签名密钥只在这个回答里 */
    post: operations["postV1WebhookEndpoints"];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/api/v1/webhook-endpoints/{endpointId}": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    post?: never;
    /** 不再推送到这里；等着的不再发 */
    delete: operations["deleteV1WebhookEndpointsByEndpointId"];
    options?: never;
    head?: never;
    /** 改一个接收地址：地址、事件、说明，暂停与恢复 */
    patch: operations["patchV1WebhookEndpointsByEndpointId"];
    trace?: never;
  };
  "/api/v1/webhook-endpoints/{endpointId}/rotate": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** 换签名密钥；旧的还一起用一天 */
    post: operations["postV1WebhookEndpointsByEndpointIdRotate"];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/api/v1/webhook-endpoints/{endpointId}/test": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** 现在发一条试试；回答里写明对方怎么说 */
    post: operations["postV1WebhookEndpointsByEndpointIdTest"];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/api/v1/webhook-endpoints/{endpointId}/deliveries": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** 推送记录，最新的在前，带各次的请求与答复 */
    get: operations["getV1WebhookEndpointsByEndpointIdDeliveries"];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/api/v1/webhook-endpoints/{endpointId}/replay": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** 重发一段时间里的事件，从 from 到 to 之前 */
    post: operations["postV1WebhookEndpointsByEndpointIdReplay"];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/api/v1/webhook-endpoints/deliveries/{deliveryId}/replay": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** 重发一条 */
    post: operations["postV1WebhookEndpointsDeliveriesByDeliveryIdReplay"];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/api/v1/customers/{customerId}": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** 一位客户的现状：积分、套餐、未付的订单、进行中的退款 */
    get: operations["getV1CustomersByCustomerId"];
    /** 登记一位客户；已有的，更新邮箱和称呼 */
    put: operations["putV1CustomersByCustomerId"];
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/api/v1/credits/consume": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** 花一位客户的积分 */
    post: operations["postV1CreditsConsume"];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/api/v1/credits/reserve": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** 为一件任务预留一位客户的积分 */
    post: operations["postV1CreditsReserve"];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/api/v1/credits/commit": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** 任务做完：花掉预留的积分 */
    post: operations["postV1CreditsCommit"];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/api/v1/credits/release": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** 任务没做：释放预留的积分 */
    post: operations["postV1CreditsRelease"];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/api/v1/credits/reverse": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** 任务失败：把花掉的积分还回去，全部或一部分 */
    post: operations["postV1CreditsReverse"];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/api/v1/credits/grant": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** 不经付款给一位客户积分；退款时不值钱 */
    post: operations["postV1CreditsGrant"];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/api/v1/credits/batch": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** 一次做许多：各办各的，一个不成不影响别的；同一位客户的按先后 */
    post: operations["postV1CreditsBatch"];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/api/v1/catalog": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** 在售的积分包与套餐 */
    get: operations["getV1Catalog"];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/api/v1/customers/{customerId}/orders": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** 一位客户的订单，最新的在前 */
    get: operations["getV1CustomersByCustomerIdOrders"];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/api/v1/customers/{customerId}/ledger": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** 一位客户的积分流水，最新的在前 */
    get: operations["getV1CustomersByCustomerIdLedger"];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/api/v1/orders/{orderSn}": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** 一位客户的一笔订单：买了什么、付款、发货、退款 */
    get: operations["getV1OrdersByOrderSn"];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/api/v1/orders/{orderSn}/refunds": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** 退一位客户的一笔订单；与别的退款一样报价、冻结、审核 */
    post: operations["postV1OrdersByOrderSnRefunds"];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/api/v1/checkout-sessions": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** 为一位客户开一次付款；付款页由商店提供 */
    post: operations["postV1CheckoutSessions"];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/api/v1/checkout-sessions/{id}": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** 一次付款现在怎样；以它为准，不以买家回来的地址为准 */
    get: operations["getV1CheckoutSessionsById"];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/api/v1/portal-sessions": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** 得到一个链接，客户凭它不用密码就能看自己的订单、积分、套餐、退款、发票和消息 */
    post: operations["postV1PortalSessions"];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
}
export type webhooks = Record<string, never>;
export interface components {
  schemas: {
    CheckoutSession: {
      id: string;
      /**
       * Format: uri
       * @description 把买家送到这里；第一个打开它的浏览器才能付款
       */
      url: string;
      /**
       * @description open 可以付款 · paid 已付款 · expired 过期了 · cancelled 买家放弃了
       * @enum {string}
       */
      status: "open" | "paid" | "expired" | "cancelled";
      /** @description 算数的那笔订单：已付款的，或最近一笔；null：还没有 */
      orderSn: string | null;
      /**
       * Format: date-time
       * @description 到这时还没有下单就过期
       */
      expireTime: string;
      metadata?: {
        [key: string]: string;
      };
    };
    Consumption: {
      /** @description 业务号，每个会员之内唯一；同一个号得到同一个回答 */
      bizId: string;
      /** @description 积分数 */
      amount: number;
      /** @description 花过之后的全部积分 */
      balanceAfter: number;
      /**
       * Format: date-time
       * @description 时间，ISO 8601，带时区
       */
      createTime: string;
      /** @description 花在哪几批上，按先后 */
      paidBy: {
        lotId: number;
        /** @description 来自哪笔订单；null：不来自订单 */
        orderSn: string | null;
        /**
         * @description PAID：购买 · BONUS：赠送
         * @enum {string}
         */
        kind: "PAID" | "BONUS";
        /** @description 积分数 */
        amount: number;
      }[];
    };
    CreditGrant: {
      bizId: string;
      /** @description 积分数 */
      amount: number;
      lotId: number;
      /** @description 给过之后的全部积分 */
      balanceAfter: number;
      /** @description null：不过期 */
      expireTime: string | null;
      /**
       * Format: date-time
       * @description 时间，ISO 8601，带时区
       */
      createTime: string;
    };
    Customer: {
      /** @description 产品自己的用户编号 */
      customerId: string;
      email: string | null;
      name: string | null;
      /**
       * @description closed：账户已经关闭，不能再买
       * @enum {string}
       */
      status: "open" | "closed";
      credits: {
        /** @description 现在可以花的 */
        available: number;
        /** @description 被进行中的任务预留 */
        reserved: number;
        /** @description 因退款冻结 */
        frozen: number;
        /** @description 全部，含冻结与预留的 */
        total: number;
        /** @description 最早到期的一批；null：没有会到期的 */
        nextExpiry: {
          /** @description 其中现在可以花的 */
          amount: number;
          /**
           * Format: date-time
           * @description 时间，ISO 8601，带时区
           */
          time: string;
        } | null;
      };
      /** @description 现在起作用的套餐；null：没有 */
      plan: {
        code: string;
        name: string;
        level: number;
        /** @description 时长：monthly 一个月 · yearly 一年 · 其他如 3-day、2-week、3-month */
        billingCycle: string;
        /**
         * Format: date-time
         * @description 时间，ISO 8601，带时区
         */
        startDate: string;
        /**
         * Format: date-time
         * @description 这一段的结束；接着算的各段在 `upcoming`
         */
        endDate: string;
      } | null;
      /** @description 还没有开始的各段，先开始的在前 */
      upcoming: {
        code: string;
        name: string;
        level: number;
        /** @description 时长：monthly 一个月 · yearly 一年 · 其他如 3-day、2-week、3-month */
        billingCycle: string;
        /**
         * Format: date-time
         * @description 时间，ISO 8601，带时区
         */
        startDate: string;
        /**
         * Format: date-time
         * @description 这一段的结束；接着算的各段在 `upcoming`
         */
        endDate: string;
      }[];
      /** @description 还没有付款的订单，最新的在前 */
      openOrders: {
        orderSn: string;
        productName: string;
        /** @description 金额，单位分 */
        amountFen: number;
        /**
         * Format: date-time
         * @description 时间，ISO 8601，带时区
         */
        createTime: string;
        /**
         * Format: date-time
         * @description 时间，ISO 8601，带时区
         */
        expireTime: string;
      }[];
      /** @description 还没有结果的退款，最新的在前 */
      refundsInFlight: {
        orderSn: string;
        /** @description 金额，单位分 */
        amountFen: number;
        /** @enum {string} */
        status: "reviewing" | "approved" | "sent" | "success" | "refused" | "rejected";
        /**
         * Format: date-time
         * @description 时间，ISO 8601，带时区
         */
        createTime: string;
      }[];
    };
    CustomerOrder: {
      orderSn: string;
      /** @enum {string} */
      productType: "credits" | "subscription";
      productName: string;
      /** @description 金额，单位分 */
      amountFen: number;
      /** @description 已经退回的金额，单位分 */
      refundedFen: number;
      /** @enum {string} */
      status: "pending" | "paid" | "refunded" | "cancelled" | "completed" | "refunding";
      /** @enum {string} */
      deliveryStatus: "pending" | "delivered" | "failed";
      /**
       * Format: date-time
       * @description 时间，ISO 8601，带时区
       */
      createTime: string;
      /**
       * Format: date-time
       * @description 没有付款的订单在此时关闭
       */
      expireTime: string;
      paymentTime: string | null;
    };
    Event:
      | {
          id: string;
          /** @constant */
          type: "order.created";
          /**
           * Format: date-time
           * @description 时间，ISO 8601，带时区
           */
          timestamp: string;
          data: {
            /** @description 产品自己的用户编号；null：不是从产品来的会员 */
            customerId: string | null;
            orderSn: string;
            /** @enum {string} */
            productType: "credits" | "subscription";
            /** @description 积分包；null：买的是套餐 */
            productId: number | null;
            /** @description 套餐；null：买的是积分包 */
            planCode: string | null;
            /** @description 套餐的时长 */
            billingCycle: string | null;
            productName: string;
            /** @description 金额，单位分 */
            amountFen: number;
            /**
             * Format: date-time
             * @description 在此之前可以付款
             */
            expireTime: string;
          };
        }
      | {
          id: string;
          /** @constant */
          type: "order.paid";
          /**
           * Format: date-time
           * @description 时间，ISO 8601，带时区
           */
          timestamp: string;
          data: {
            /** @description 产品自己的用户编号；null：不是从产品来的会员 */
            customerId: string | null;
            orderSn: string;
            /** @enum {string} */
            productType: "credits" | "subscription";
            /** @description 积分包；null：买的是套餐 */
            productId: number | null;
            /** @description 套餐；null：买的是积分包 */
            planCode: string | null;
            /** @description 套餐的时长 */
            billingCycle: string | null;
            productName: string;
            /** @description 金额，单位分 */
            amountFen: number;
            /** @enum {string} */
            paymentMethod: "alipay";
            /**
             * Format: date-time
             * @description 时间，ISO 8601，带时区
             */
            paymentTime: string;
          };
        }
      | {
          id: string;
          /** @constant */
          type: "order.delivered";
          /**
           * Format: date-time
           * @description 时间，ISO 8601，带时区
           */
          timestamp: string;
          data: {
            /** @description 产品自己的用户编号；null：不是从产品来的会员 */
            customerId: string | null;
            orderSn: string;
            /** @enum {string} */
            productType: "credits" | "subscription";
            /** @description 积分包；null：买的是套餐 */
            productId: number | null;
            /** @description 套餐；null：买的是积分包 */
            planCode: string | null;
            /** @description 套餐的时长 */
            billingCycle: string | null;
            productName: string;
            /** @description 金额，单位分 */
            amountFen: number;
          };
        }
      | {
          id: string;
          /** @constant */
          type: "order.delivery_failed";
          /**
           * Format: date-time
           * @description 时间，ISO 8601，带时区
           */
          timestamp: string;
          data: {
            /** @description 产品自己的用户编号；null：不是从产品来的会员 */
            customerId: string | null;
            orderSn: string;
            /** @enum {string} */
            productType: "credits" | "subscription";
            /** @description 积分包；null：买的是套餐 */
            productId: number | null;
            /** @description 套餐；null：买的是积分包 */
            planCode: string | null;
            /** @description 套餐的时长 */
            billingCycle: string | null;
            productName: string;
            /** @description 金额，单位分 */
            amountFen: number;
          };
        }
      | {
          id: string;
          /** @constant */
          type: "order.closed";
          /**
           * Format: date-time
           * @description 时间，ISO 8601，带时区
           */
          timestamp: string;
          data: {
            /** @description 产品自己的用户编号；null：不是从产品来的会员 */
            customerId: string | null;
            orderSn: string;
            /** @enum {string} */
            productType: "credits" | "subscription";
            /** @description 积分包；null：买的是套餐 */
            productId: number | null;
            /** @description 套餐；null：买的是积分包 */
            planCode: string | null;
            /** @description 套餐的时长 */
            billingCycle: string | null;
            productName: string;
            /** @description 金额，单位分 */
            amountFen: number;
            reason: ("cancelled_by_member" | "closed_by_shop" | "expired") | null;
          };
        }
      | {
          id: string;
          /** @constant */
          type: "order.completed";
          /**
           * Format: date-time
           * @description 时间，ISO 8601，带时区
           */
          timestamp: string;
          data: {
            /** @description 产品自己的用户编号；null：不是从产品来的会员 */
            customerId: string | null;
            orderSn: string;
            /** @enum {string} */
            productType: "credits" | "subscription";
            /** @description 积分包；null：买的是套餐 */
            productId: number | null;
            /** @description 套餐；null：买的是积分包 */
            planCode: string | null;
            /** @description 套餐的时长 */
            billingCycle: string | null;
            productName: string;
            /** @description 金额，单位分 */
            amountFen: number;
          };
        }
      | {
          id: string;
          /** @constant */
          type: "refund.requested";
          /**
           * Format: date-time
           * @description 时间，ISO 8601，带时区
           */
          timestamp: string;
          data: {
            /** @description 产品自己的用户编号；null：不是从产品来的会员 */
            customerId: string | null;
            orderSn: string;
            /** @description 退款单号，同一笔退款的各个事件里相同 */
            refundNo: string;
            /**
             * @description order：订单的退款 · stray：多余的付款，没有买到东西 · outside：不是从这里发出的退款
             * @enum {string}
             */
            kind: "order" | "stray" | "outside";
            /** @description 金额，单位分 */
            amountFen: number;
            reason: string;
            /** @description 要等人审核 */
            isReviewed: boolean;
          };
        }
      | {
          id: string;
          /** @constant */
          type: "refund.succeeded";
          /**
           * Format: date-time
           * @description 时间，ISO 8601，带时区
           */
          timestamp: string;
          data: {
            /** @description 产品自己的用户编号；null：不是从产品来的会员 */
            customerId: string | null;
            orderSn: string;
            /** @description 退款单号，同一笔退款的各个事件里相同 */
            refundNo: string;
            /**
             * @description order：订单的退款 · stray：多余的付款，没有买到东西 · outside：不是从这里发出的退款
             * @enum {string}
             */
            kind: "order" | "stray" | "outside";
            /** @description 金额，单位分 */
            amountFen: number;
          };
        }
      | {
          id: string;
          /** @constant */
          type: "refund.rejected";
          /**
           * Format: date-time
           * @description 时间，ISO 8601，带时区
           */
          timestamp: string;
          data: {
            /** @description 产品自己的用户编号；null：不是从产品来的会员 */
            customerId: string | null;
            orderSn: string;
            /** @description 退款单号，同一笔退款的各个事件里相同 */
            refundNo: string;
            /**
             * @description order：订单的退款 · stray：多余的付款，没有买到东西 · outside：不是从这里发出的退款
             * @enum {string}
             */
            kind: "order" | "stray" | "outside";
            /** @description 金额，单位分 */
            amountFen: number;
            /** @description 审核的人写的理由 */
            reason: string | null;
          };
        }
      | {
          id: string;
          /** @constant */
          type: "refund.refused";
          /**
           * Format: date-time
           * @description 时间，ISO 8601，带时区
           */
          timestamp: string;
          data: {
            /** @description 产品自己的用户编号；null：不是从产品来的会员 */
            customerId: string | null;
            orderSn: string;
            /** @description 退款单号，同一笔退款的各个事件里相同 */
            refundNo: string;
            /**
             * @description order：订单的退款 · stray：多余的付款，没有买到东西 · outside：不是从这里发出的退款
             * @enum {string}
             */
            kind: "order" | "stray" | "outside";
            /** @description 金额，单位分 */
            amountFen: number;
            /** @description 支付宝的回答 */
            reason: string | null;
          };
        }
      | {
          id: string;
          /** @constant */
          type: "credits.granted";
          /**
           * Format: date-time
           * @description 时间，ISO 8601，带时区
           */
          timestamp: string;
          data: {
            /** @description 产品自己的用户编号；null：不是从产品来的会员 */
            customerId: string | null;
            /** @description 积分数 */
            credits: number;
            /** @description 事后可以花的 */
            available: number;
            /** @description 事后的全部，含冻结与预留的 */
            total: number;
            /** @enum {string} */
            source: "order" | "gift" | "compensation" | "correction" | "code" | "plan" | "service";
            /** @description 来自哪笔订单；null：不来自订单 */
            orderSn: string | null;
            /** @description 产品自己赠送时的业务号；null：不是产品赠送的 */
            bizId: string | null;
            reason: string;
            /** @description null：不过期 */
            expireTime: string | null;
          };
        }
      | {
          id: string;
          /** @constant */
          type: "credits.consumed";
          /**
           * Format: date-time
           * @description 时间，ISO 8601，带时区
           */
          timestamp: string;
          data: {
            /** @description 产品自己的用户编号；null：不是从产品来的会员 */
            customerId: string | null;
            /** @description 积分数 */
            credits: number;
            /** @description 事后可以花的 */
            available: number;
            /** @description 事后的全部，含冻结与预留的 */
            total: number;
            /** @description 消费时的业务号 */
            bizId: string;
            reason: string;
          };
        }
      | {
          id: string;
          /** @constant */
          type: "credits.reversed";
          /**
           * Format: date-time
           * @description 时间，ISO 8601，带时区
           */
          timestamp: string;
          data: {
            /** @description 产品自己的用户编号；null：不是从产品来的会员 */
            customerId: string | null;
            /** @description 积分数 */
            credits: number;
            /** @description 事后可以花的 */
            available: number;
            /** @description 事后的全部，含冻结与预留的 */
            total: number;
            /** @description 消费时的业务号 */
            bizId: string;
          };
        }
      | {
          id: string;
          /** @constant */
          type: "credits.low";
          /**
           * Format: date-time
           * @description 时间，ISO 8601，带时区
           */
          timestamp: string;
          data: {
            /** @description 产品自己的用户编号；null：不是从产品来的会员 */
            customerId: string | null;
            /** @description 事后可以花的 */
            available: number;
            /** @description 事后的全部，含冻结与预留的 */
            total: number;
            /** @description 积分数 */
            threshold: number;
          };
        }
      | {
          id: string;
          /** @constant */
          type: "credits.exhausted";
          /**
           * Format: date-time
           * @description 时间，ISO 8601，带时区
           */
          timestamp: string;
          data: {
            /** @description 产品自己的用户编号；null：不是从产品来的会员 */
            customerId: string | null;
            /** @description 事后可以花的 */
            available: number;
            /** @description 事后的全部，含冻结与预留的 */
            total: number;
          };
        }
      | {
          id: string;
          /** @constant */
          type: "credits.expiring";
          /**
           * Format: date-time
           * @description 时间，ISO 8601，带时区
           */
          timestamp: string;
          data: {
            /** @description 产品自己的用户编号；null：不是从产品来的会员 */
            customerId: string | null;
            /** @description 这一批里还没有花的 */
            credits: number;
            /** @description 来自哪笔订单；null：不来自订单 */
            orderSn: string | null;
            /**
             * Format: date-time
             * @description 时间，ISO 8601，带时区
             */
            expireTime: string;
          };
        }
      | {
          id: string;
          /** @constant */
          type: "credits.expired";
          /**
           * Format: date-time
           * @description 时间，ISO 8601，带时区
           */
          timestamp: string;
          data: {
            /** @description 产品自己的用户编号；null：不是从产品来的会员 */
            customerId: string | null;
            /** @description 积分数 */
            credits: number;
            /** @description 事后可以花的 */
            available: number;
            /** @description 事后的全部，含冻结与预留的 */
            total: number;
            /** @description 来自哪笔订单；null：不来自订单 */
            orderSn: string | null;
            /**
             * Format: date-time
             * @description 时间，ISO 8601，带时区
             */
            expireTime: string;
          };
        }
      | {
          id: string;
          /** @constant */
          type: "subscription.started";
          /**
           * Format: date-time
           * @description 时间，ISO 8601，带时区
           */
          timestamp: string;
          data: {
            /** @description 产品自己的用户编号；null：不是从产品来的会员 */
            customerId: string | null;
            orderSn: string;
            planCode: string;
            planName: string;
            level: number;
            /** @description 时长：monthly 一个月 · yearly 一年 · 其他如 3-day、2-week、3-month */
            billingCycle: string;
            /**
             * Format: date-time
             * @description 时间，ISO 8601，带时区
             */
            startDate: string;
            /**
             * Format: date-time
             * @description 这一段的结束
             */
            endDate: string;
            /** @description 这个套餐此后到什么时候为止；null：没有了 */
            planEndDate: string | null;
          };
        }
      | {
          id: string;
          /** @constant */
          type: "subscription.extended";
          /**
           * Format: date-time
           * @description 时间，ISO 8601，带时区
           */
          timestamp: string;
          data: {
            /** @description 产品自己的用户编号；null：不是从产品来的会员 */
            customerId: string | null;
            orderSn: string;
            planCode: string;
            planName: string;
            level: number;
            /** @description 时长：monthly 一个月 · yearly 一年 · 其他如 3-day、2-week、3-month */
            billingCycle: string;
            /**
             * Format: date-time
             * @description 时间，ISO 8601，带时区
             */
            startDate: string;
            /**
             * Format: date-time
             * @description 这一段的结束
             */
            endDate: string;
            /** @description 这个套餐此后到什么时候为止；null：没有了 */
            planEndDate: string | null;
          };
        }
      | {
          id: string;
          /** @constant */
          type: "subscription.ending";
          /**
           * Format: date-time
           * @description 时间，ISO 8601，带时区
           */
          timestamp: string;
          data: {
            /** @description 产品自己的用户编号；null：不是从产品来的会员 */
            customerId: string | null;
            orderSn: string;
            planCode: string;
            planName: string;
            level: number;
            /** @description 时长：monthly 一个月 · yearly 一年 · 其他如 3-day、2-week、3-month */
            billingCycle: string;
            /**
             * Format: date-time
             * @description 时间，ISO 8601，带时区
             */
            startDate: string;
            /**
             * Format: date-time
             * @description 这一段的结束
             */
            endDate: string;
            /** @description 这个套餐此后到什么时候为止；null：没有了 */
            planEndDate: string | null;
          };
        }
      | {
          id: string;
          /** @constant */
          type: "subscription.ended";
          /**
           * Format: date-time
           * @description 时间，ISO 8601，带时区
           */
          timestamp: string;
          data: {
            /** @description 产品自己的用户编号；null：不是从产品来的会员 */
            customerId: string | null;
            orderSn: string;
            planCode: string;
            planName: string;
            level: number;
            /** @description 时长：monthly 一个月 · yearly 一年 · 其他如 3-day、2-week、3-month */
            billingCycle: string;
            /**
             * Format: date-time
             * @description 时间，ISO 8601，带时区
             */
            startDate: string;
            /**
             * Format: date-time
             * @description 这一段的结束
             */
            endDate: string;
            /** @description 这个套餐此后到什么时候为止；null：没有了 */
            planEndDate: string | null;
          };
        }
      | {
          id: string;
          /** @constant */
          type: "subscription.revoked";
          /**
           * Format: date-time
           * @description 时间，ISO 8601，带时区
           */
          timestamp: string;
          data: {
            /** @description 产品自己的用户编号；null：不是从产品来的会员 */
            customerId: string | null;
            orderSn: string;
            planCode: string;
            planName: string;
            level: number;
            /** @description 时长：monthly 一个月 · yearly 一年 · 其他如 3-day、2-week、3-month */
            billingCycle: string;
            /**
             * Format: date-time
             * @description 时间，ISO 8601，带时区
             */
            startDate: string;
            /**
             * Format: date-time
             * @description 这一段的结束
             */
            endDate: string;
            /** @description 这个套餐此后到什么时候为止；null：没有了 */
            planEndDate: string | null;
          };
        }
      | {
          id: string;
          /** @constant */
          type: "customer.created";
          /**
           * Format: date-time
           * @description 时间，ISO 8601，带时区
           */
          timestamp: string;
          data: {
            /** @description 产品自己的用户编号 */
            customerId: string;
          };
        };
    LedgerEntry: {
      id: number;
      /** @enum {string} */
      entryType: "GRANT" | "CONSUME" | "REVERSE" | "TAKE_BACK" | "EXPIRE";
      typeText: string;
      /** @description 增加或减少的积分数 */
      delta: number;
      /** @description 积分数 */
      balanceAfter: number;
      reason: string;
      /** @description 来自哪笔订单；null：不来自订单 */
      orderSn: string | null;
      /**
       * Format: date-time
       * @description 时间，ISO 8601，带时区
       */
      createTime: string;
    };
    NewWebhookEndpoint: {
      id: number;
      url: string;
      /** @description 空的：全部 */
      types: (
        | "order.created"
        | "order.paid"
        | "order.delivered"
        | "order.delivery_failed"
        | "order.closed"
        | "order.completed"
        | "refund.requested"
        | "refund.succeeded"
        | "refund.rejected"
        | "refund.refused"
        | "credits.granted"
        | "credits.consumed"
        | "credits.reversed"
        | "credits.low"
        | "credits.exhausted"
        | "credits.expiring"
        | "credits.expired"
        | "subscription.started"
        | "subscription.extended"
        | "subscription.ending"
        | "subscription.ended"
        | "subscription.revoked"
        | "customer.created"
      )[];
      description: string;
      /** @enum {string} */
      status: "active" | "off";
      /** @description failing：连续五天没有一次成功，自动停止 */
      offReason: ("by_hand" | "failing") | null;
      /** @description 等着推送的事件 */
      waiting: number;
      /** @description 从什么时候起一直失败；null：没有 */
      failingSince: string | null;
      /** @description 最近一次成功，精确到分钟 */
      lastSuccessTime: string | null;
      /** @description 旧的签名密钥到什么时候为止还一起签名；null：没有旧的 */
      previousSecretUntil: string | null;
      /**
       * Format: date-time
       * @description 时间，ISO 8601，带时区
       */
      createTime: string;
      /** @description 签名密钥，只在这个回答里出现一次 */
      secret: string;
    };
    OwnServiceKey: {
      /** @description 审计和日志里写作 `service:` 加这个编号 */
      id: number;
      name: string;
      scopes: ("read" | "customers" | "checkout" | "credits" | "grants" | "refunds" | "webhooks")[];
    };
    PortalSession: {
      /**
       * Format: uri
       * @description 把买家送到这里；只能用一次
       */
      url: string;
      /**
       * Format: date-time
       * @description 到这时还没有打开就失效
       */
      expireTime: string;
    };
    Problem: {
      /** @description 与 HTTP 状态码相同 */
      status: number;
      /** @description 这种错误的一句话 */
      title: string;
      /**
       * @description 错误码，封闭列表
       * @enum {string}
       */
      code:
        | "VALIDATION_FAILED"
        | "WRONG_PASSWORD"
        | "LINK_INVALID"
        | "UNAUTHENTICATED"
        | "CHECKOUT_ELSEWHERE"
        | "BAD_CREDENTIALS"
        | "BAD_SECRET"
        | "FORBIDDEN"
        | "FOREIGN_ORIGIN"
        | "NOT_FOUND"
        | "ORDER_NOT_FOUND"
        | "PRODUCT_NOT_FOUND"
        | "PLAN_NOT_FOUND"
        | "TERM_NOT_FOUND"
        | "REFUND_NOT_FOUND"
        | "INVOICE_NOT_FOUND"
        | "CUSTOMER_NOT_FOUND"
        | "CHECKOUT_NOT_FOUND"
        | "METHOD_NOT_ALLOWED"
        | "OTHER_ACCOUNT"
        | "SALES_STOPPED"
        | "CHECKOUT_OVER"
        | "ORDER_NOT_PAYABLE"
        | "ORDER_NOT_CANCELLABLE"
        | "PURCHASE_LIMIT_REACHED"
        | "PRICE_CHANGED"
        | "ORDER_NOT_REFUNDABLE"
        | "ORDER_NOT_REDELIVERABLE"
        | "REFUND_AMOUNT_CHANGED"
        | "REFUND_NOT_REVIEWABLE"
        | "REFUND_NOT_RESOLVABLE"
        | "OUTSIDE_REFUND_ABSENT"
        | "ALERT_NOT_CLOSABLE"
        | "DIFFERENCE_CLOSED"
        | "DIFFERENCE_NOT_SO"
        | "TRADE_NOT_PAID"
        | "MONTH_NOT_CLOSABLE"
        | "MONTH_CHANGED"
        | "FOREIGN_RULE_OURS"
        | "FOREIGN_RULE_TAKEN"
        | "ORDER_NOT_INVOICEABLE"
        | "INVOICE_CHANGED"
        | "CATALOG_CHANGED"
        | "CATALOG_NAME_TAKEN"
        | "TARGETS_FULL"
        | "CATALOG_FULL"
        | "SELF_REVIEW"
        | "SELF_CONFIRMATION"
        | "IDEMPOTENCY_KEY_REUSED"
        | "BIZ_ID_REUSED"
        | "EMAIL_TAKEN"
        | "CONSUMPTION_REVERSED"
        | "ADDRESS_CONFIRMED"
        | "HAS_PASSWORD"
        | "ACCOUNT_NOT_CLOSABLE"
        | "MEMBER_CLOSED"
        | "MEMBER_NOT_REOPENABLE"
        | "MEMBER_WITHOUT_PASSWORD"
        | "KEY_NOT_ROTATABLE"
        | "OWN_ACCOUNT"
        | "ENDPOINTS_FULL"
        | "DELIVERY_PENDING"
        | "ADJUSTMENT_DECIDED"
        | "INSUFFICIENT_CREDITS"
        | "RESERVATION_NOT_HELD"
        | "BODY_TOO_LARGE"
        | "UNSUPPORTED_MEDIA_TYPE"
        | "TOO_MANY_REQUESTS"
        | "TOO_MANY_OPEN_ORDERS"
        | "INTERNAL"
        | "GATEWAY_UNAVAILABLE"
        | "ACCOUNT_ABSENT"
        | "JOBS_SILENT"
        | "BUSY"
        | "OUTCOME_UNKNOWN";
      /** @description 这一次的一句话 */
      detail: string;
      /** @description 输入有误时，逐个字段说明 */
      issues?: {
        /** @description 哪个字段 */
        field: string;
        /** @description 错在哪里 */
        message: string;
      }[];
      /**
       * Format: uuid
       * @description 与 `X-Request-Id` 相同，日志里的编号
       */
      requestId: string;
    };
    Reservation: {
      /** @description 业务号，每个会员之内唯一；同一个号得到同一个回答 */
      bizId: string;
      /** @description 积分数 */
      amount: number;
      /** @enum {string} */
      status: "HELD" | "COMMITTED" | "RELEASED" | "EXPIRED";
      /**
       * Format: date-time
       * @description 还没有结束的预留在此时自动释放
       */
      leaseUntil: string;
    };
    Reversal: {
      /** @description 业务号，每个会员之内唯一；同一个号得到同一个回答 */
      bizId: string;
      /** @description 这一次归还的 */
      amount: number;
      /** @description 归还之后的全部积分 */
      balanceAfter: number;
      /**
       * Format: date-time
       * @description 时间，ISO 8601，带时区
       */
      createTime: string;
      /** @description 还给哪几批，最后扣的先还；已经过期的批次，还回去也是过期的 */
      givenTo: {
        lotId: number;
        /** @description 来自哪笔订单；null：不来自订单 */
        orderSn: string | null;
        /**
         * @description PAID：购买 · BONUS：赠送
         * @enum {string}
         */
        kind: "PAID" | "BONUS";
        /** @description 积分数 */
        amount: number;
      }[];
    };
    ServiceOrder: {
      orderSn: string;
      /** @enum {string} */
      productType: "credits" | "subscription";
      productName: string;
      /** @description 金额，单位分 */
      amountFen: number;
      /** @description 已经退回的金额，单位分 */
      refundedFen: number;
      /** @enum {string} */
      status: "pending" | "paid" | "refunded" | "cancelled" | "completed" | "refunding";
      /** @enum {string} */
      deliveryStatus: "pending" | "delivered" | "failed";
      /**
       * Format: date-time
       * @description 时间，ISO 8601，带时区
       */
      createTime: string;
      /**
       * Format: date-time
       * @description 没有付款的订单在此时关闭
       */
      expireTime: string;
      paymentTime: string | null;
      /** @description 产品自己的用户编号 */
      customerId: string;
      item: {
        productId: number | null;
        planCode: string | null;
        billingCycle: string | null;
        creditAmount: number | null;
        bonusCredits: number | null;
        /** @description 积分多少天后过期；null：不过期 */
        validDays: number | null;
      };
      payments: {
        /** @description 支付宝交易号 */
        tradeNo: string;
        /**
         * @description effective：买下订单的那一笔 · 其余：多余的或不符的付款
         * @enum {string}
         */
        kind: "effective" | "duplicate" | "unwanted" | "mismatch";
        /** @description 金额，单位分 */
        amountFen: number;
        /**
         * Format: date-time
         * @description 时间，ISO 8601，带时区
         */
        paymentTime: string;
      }[];
      /** @description null：还没有付款 */
      delivery: {
        deliveredTime: string | null;
        retryCount: number;
      } | null;
      /** @description 最新的在前 */
      refunds: {
        /** @description 退款单号 */
        requestNo: string;
        /** @description 金额，单位分 */
        amountFen: number;
        /** @enum {string} */
        status: "reviewing" | "approved" | "sent" | "success" | "refused" | "rejected";
        /**
         * Format: date-time
         * @description 时间，ISO 8601，带时区
         */
        createTime: string;
        finishTime: string | null;
      }[];
    };
    ServiceRefund: {
      orderSn: string;
      /**
       * @description reviewing：等人审核 · approved、sent：在退 · success：退好了
       * @enum {string}
       */
      status: "reviewing" | "approved" | "sent" | "success" | "refused" | "rejected";
      /** @description 金额，单位分 */
      amountFen: number;
    };
    WebhookDelivery: {
      id: number;
      event: components["schemas"]["Event"];
      /**
       * @description given_up：试过十次，不再试
       * @enum {string}
       */
      status: "pending" | "done" | "given_up";
      /** @description 是重发的 */
      isReplay: boolean;
      /** @description 各次推送，最近的在前，最多二十次 */
      tries: {
        /** @description 发出的请求头 */
        headers: {
          [key: string]: string;
        };
        /** @description 答复的状态码；null：没有答复 */
        status: number | null;
        /** @description 答复的开头 */
        answer: string;
        /** @description 为什么不算成功；null：成功 */
        refusal: string | null;
        durationMs: number;
        url: string;
        /**
         * Format: date-time
         * @description 时间，ISO 8601，带时区
         */
        time: string;
      }[];
      /**
       * Format: date-time
       * @description 时间，ISO 8601，带时区
       */
      createTime: string;
      finishTime: string | null;
    };
    WebhookEndpoint: {
      id: number;
      url: string;
      /** @description 空的：全部 */
      types: (
        | "order.created"
        | "order.paid"
        | "order.delivered"
        | "order.delivery_failed"
        | "order.closed"
        | "order.completed"
        | "refund.requested"
        | "refund.succeeded"
        | "refund.rejected"
        | "refund.refused"
        | "credits.granted"
        | "credits.consumed"
        | "credits.reversed"
        | "credits.low"
        | "credits.exhausted"
        | "credits.expiring"
        | "credits.expired"
        | "subscription.started"
        | "subscription.extended"
        | "subscription.ending"
        | "subscription.ended"
        | "subscription.revoked"
        | "customer.created"
      )[];
      description: string;
      /** @enum {string} */
      status: "active" | "off";
      /** @description failing：连续五天没有一次成功，自动停止 */
      offReason: ("by_hand" | "failing") | null;
      /** @description 等着推送的事件 */
      waiting: number;
      /** @description 从什么时候起一直失败；null：没有 */
      failingSince: string | null;
      /** @description 最近一次成功，精确到分钟 */
      lastSuccessTime: string | null;
      /** @description 旧的签名密钥到什么时候为止还一起签名；null：没有旧的 */
      previousSecretUntil: string | null;
      /**
       * Format: date-time
       * @description 时间，ISO 8601，带时区
       */
      createTime: string;
    };
    WebhookTest: {
      /** @description 发出的请求头 */
      headers: {
        [key: string]: string;
      };
      /** @description 答复的状态码；null：没有答复 */
      status: number | null;
      /** @description 答复的开头 */
      answer: string;
      /** @description 为什么不算成功；null：成功 */
      refusal: string | null;
      durationMs: number;
      /** @description 发出的内容 */
      body: string;
    };
  };
  responses: never;
  parameters: {
    /** @description 同一个键、同一个请求得到同一个回答；换了请求是 409。回答是 OUTCOME_UNKNOWN 时带同一个键重试；不带键的重试可能做第二次 */
    IdempotencyKey: string;
  };
  requestBodies: never;
  headers: {
    /** @description 这次请求在日志里的编号 */
    RequestId: string;
    /** @description 多少秒后再来 */
    RetryAfter: number;
  };
  pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
  getV1Key: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description 成功 */
      200: {
        headers: {
          "X-Request-Id": components["headers"]["RequestId"];
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["OwnServiceKey"];
        };
      };
      /** @description `BAD_SECRET` 密钥无效 */
      401: {
        headers: {
          "X-Request-Id": components["headers"]["RequestId"];
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"] & {
            /** @constant */
            status?: 401;
            /** @enum {unknown} */
            code?: "BAD_SECRET";
          };
        };
      };
      /** @description `FORBIDDEN` 没有权限进行此操作 */
      403: {
        headers: {
          "X-Request-Id": components["headers"]["RequestId"];
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"] & {
            /** @constant */
            status?: 403;
            /** @enum {unknown} */
            code?: "FORBIDDEN";
          };
        };
      };
      /** @description `TOO_MANY_REQUESTS` 操作太频繁，请稍后再试 */
      429: {
        headers: {
          "X-Request-Id": components["headers"]["RequestId"];
          "Retry-After": components["headers"]["RetryAfter"];
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"] & {
            /** @constant */
            status?: 429;
            /** @enum {unknown} */
            code?: "TOO_MANY_REQUESTS";
          };
        };
      };
      /** @description `INTERNAL` 系统出了问题，我们已经记录，请稍后再试 */
      500: {
        headers: {
          "X-Request-Id": components["headers"]["RequestId"];
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"] & {
            /** @constant */
            status?: 500;
            /** @enum {unknown} */
            code?: "INTERNAL";
          };
        };
      };
      /** @description `BUSY` 系统繁忙，请稍后再试 */
      503: {
        headers: {
          "X-Request-Id": components["headers"]["RequestId"];
          "Retry-After": components["headers"]["RetryAfter"];
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"] & {
            /** @constant */
            status?: 503;
            /** @enum {unknown} */
            code?: "BUSY";
          };
        };
      };
    };
  };
  getV1Events: {
    parameters: {
      query?: {
        /** @description 最多多少条，默认 20 */
        limit?: number;
        /** @description 见过的最后一个事件；从它的下一个开始。推送之外要补上的，一直这样读下去就不会漏 */
        after?: string;
        /** @description 只要这一种 */
        type?:
          | "order.created"
          | "order.paid"
          | "order.delivered"
          | "order.delivery_failed"
          | "order.closed"
          | "order.completed"
          | "refund.requested"
          | "refund.succeeded"
          | "refund.rejected"
          | "refund.refused"
          | "credits.granted"
          | "credits.consumed"
          | "credits.reversed"
          | "credits.low"
          | "credits.exhausted"
          | "credits.expiring"
          | "credits.expired"
          | "subscription.started"
          | "subscription.extended"
          | "subscription.ending"
          | "subscription.ended"
          | "subscription.revoked"
          | "customer.created";
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description 成功 */
      200: {
        headers: {
          "X-Request-Id": components["headers"]["RequestId"];
          [name: string]: unknown;
        };
        content: {
          "application/json": {
            data: components["schemas"]["Event"][];
            /** @description 下一页以它作为 `after`；null：没有了 */
            next: string | null;
          };
        };
      };
      /** @description `VALIDATION_FAILED` 提交的内容有误，请检查后再试 */
      400: {
        headers: {
          "X-Request-Id": components["headers"]["RequestId"];
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"] & {
            /** @constant */
            status?: 400;
            /** @enum {unknown} */
            code?: "VALIDATION_FAILED";
          };
        };
      };
      /** @description `BAD_SECRET` 密钥无效 */
      401: {
        headers: {
          "X-Request-Id": components["headers"]["RequestId"];
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"] & {
            /** @constant */
            status?: 401;
            /** @enum {unknown} */
            code?: "BAD_SECRET";
          };
        };
      };
      /** @description `FORBIDDEN` 没有权限进行此操作 */
      403: {
        headers: {
          "X-Request-Id": components["headers"]["RequestId"];
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"] & {
            /** @constant */
            status?: 403;
            /** @enum {unknown} */
            code?: "FORBIDDEN";
          };
        };
      };
      /** @description `TOO_MANY_REQUESTS` 操作太频繁，请稍后再试 */
      429: {
        headers: {
          "X-Request-Id": components["headers"]["RequestId"];
          "Retry-After": components["headers"]["RetryAfter"];
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"] & {
            /** @constant */
            status?: 429;
            /** @enum {unknown} */
            code?: "TOO_MANY_REQUESTS";
          };
        };
      };
      /** @description `INTERNAL` 系统出了问题，我们已经记录，请稍后再试 */
      500: {
        headers: {
          "X-Request-Id": components["headers"]["RequestId"];
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"] & {
            /** @constant */
            status?: 500;
            /** @enum {unknown} */
            code?: "INTERNAL";
          };
        };
      };
      /** @description `BUSY` 系统繁忙，请稍后再试 */
      503: {
        headers: {
          "X-Request-Id": components["headers"]["RequestId"];
          "Retry-After": components["headers"]["RetryAfter"];
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"] & {
            /** @constant */
            status?: 503;
            /** @enum {unknown} */
            code?: "BUSY";
          };
        };
      };
    };
  };
  getV1WebhookEndpoints: {
    parameters: {
      query?: {
        /** @description 最多多少条，默认 20 */
        limit?: number;
        /** @description 上一页的 `next` */
        after?: number;
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description 成功 */
      200: {
        headers: {
          "X-Request-Id": components["headers"]["RequestId"];
          [name: string]: unknown;
        };
        content: {
          "application/json": {
            data: components["schemas"]["WebhookEndpoint"][];
            /** @description 下一页以它作为 `after`；null：没有了 */
            next: number | null;
          };
        };
      };
      /** @description `VALIDATION_FAILED` 提交的内容有误，请检查后再试 */
      400: {
        headers: {
          "X-Request-Id": components["headers"]["RequestId"];
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"] & {
            /** @constant */
            status?: 400;
            /** @enum {unknown} */
            code?: "VALIDATION_FAILED";
          };
        };
      };
      /** @description `BAD_SECRET` 密钥无效 */
      401: {
        headers: {
          "X-Request-Id": components["headers"]["RequestId"];
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"] & {
            /** @constant */
            status?: 401;
            /** @enum {unknown} */
            code?: "BAD_SECRET";
          };
        };
      };
      /** @description `FORBIDDEN` 没有权限进行此操作 */
      403: {
        headers: {
          "X-Request-Id": components["headers"]["RequestId"];
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"] & {
            /** @constant */
            status?: 403;
            /** @enum {unknown} */
            code?: "FORBIDDEN";
          };
        };
      };
      /** @description `TOO_MANY_REQUESTS` 操作太频繁，请稍后再试 */
      429: {
        headers: {
          "X-Request-Id": components["headers"]["RequestId"];
          "Retry-After": components["headers"]["RetryAfter"];
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"] & {
            /** @constant */
            status?: 429;
            /** @enum {unknown} */
            code?: "TOO_MANY_REQUESTS";
          };
        };
      };
      /** @description `INTERNAL` 系统出了问题，我们已经记录，请稍后再试 */
      500: {
        headers: {
          "X-Request-Id": components["headers"]["RequestId"];
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"] & {
            /** @constant */
            status?: 500;
            /** @enum {unknown} */
            code?: "INTERNAL";
          };
        };
      };
      /** @description `BUSY` 系统繁忙，请稍后再试 */
      503: {
        headers: {
          "X-Request-Id": components["headers"]["RequestId"];
          "Retry-After": components["headers"]["RetryAfter"];
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"] & {
            /** @constant */
            status?: 503;
            /** @enum {unknown} */
            code?: "BUSY";
          };
        };
      };
    };
  };
  postV1WebhookEndpoints: {
    parameters: {
      query?: never;
      header?: {
        /** @description 同一个键、同一个请求得到同一个回答；换了请求是 409。回答是 OUTCOME_UNKNOWN 时带同一个键重试；不带键的重试可能做第二次 */
        "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
      };
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        "application/json": {
          /** @description https 地址，公网可达 */
          url: string;
          /** @description 要哪些事件；空的：全部 */
          types?: (
            | "order.created"
            | "order.paid"
            | "order.delivered"
            | "order.delivery_failed"
            | "order.closed"
            | "order.completed"
            | "refund.requested"
            | "refund.succeeded"
            | "refund.rejected"
            | "refund.refused"
            | "credits.granted"
            | "credits.consumed"
            | "credits.reversed"
            | "credits.low"
            | "credits.exhausted"
            | "credits.expiring"
            | "credits.expired"
            | "subscription.started"
            | "subscription.extended"
            | "subscription.ending"
            | "subscription.ended"
            | "subscription.revoked"
            | "customer.created"
          )[];
          description?: string;
        };
      };
    };
    responses: {
      /** @description 已新建 */
      201: {
        headers: {
          "X-Request-Id": components["headers"]["RequestId"];
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["NewWebhookEndpoint"];
        };
      };
      /** @description `VALIDATION_FAILED` 提交的内容有误，请检查后再试 */
      400: {
        headers: {
          "X-Request-Id": components["headers"]["RequestId"];
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"] & {
            /** @constant */
            status?: 400;
            /** @enum {unknown} */
            code?: "VALIDATION_FAILED";
          };
        };
      };
      /** @description `BAD_SECRET` 密钥无效 */
      401: {
        headers: {
          "X-Request-Id": components["headers"]["RequestId"];
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"] & {
            /** @constant */
            status?: 401;
            /** @enum {unknown} */
            code?: "BAD_SECRET";
          };
        };
      };
      /** @description `FORBIDDEN` 没有权限进行此操作 */
      403: {
        headers: {
          "X-Request-Id": components["headers"]["RequestId"];
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"] & {
            /** @constant */
            status?: 403;
            /** @enum {unknown} */
            code?: "FORBIDDEN";
          };
        };
      };
      /**
       * @description `IDEMPOTENCY_KEY_REUSED` 同一个幂等键不能用于不同的请求
       *
       *     `ENDPOINTS_FULL` 接收事件的地址太多，请先删掉一些
       */
      409: {
        headers: {
          "X-Request-Id": components["headers"]["RequestId"];
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"] & {
            /** @constant */
            status?: 409;
            /** @enum {unknown} */
            code?: "IDEMPOTENCY_KEY_REUSED" | "ENDPOINTS_FULL";
          };
        };
      };
      /** @description `BODY_TOO_LARGE` 提交的内容太大 */
      413: {
        headers: {
          "X-Request-Id": components["headers"]["RequestId"];
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"] & {
            /** @constant */
            status?: 413;
            /** @enum {unknown} */
            code?: "BODY_TOO_LARGE";
          };
        };
      };
      /** @description `UNSUPPORTED_MEDIA_TYPE` 不支持这种内容格式 */
      415: {
        headers: {
          "X-Request-Id": components["headers"]["RequestId"];
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"] & {
            /** @constant */
            status?: 415;
            /** @enum {unknown} */
            code?: "UNSUPPORTED_MEDIA_TYPE";
          };
        };
      };
      /** @description `TOO_MANY_REQUESTS` 操作太频繁，请稍后再试 */
      429: {
        headers: {
          "X-Request-Id": components["headers"]["RequestId"];
          "Retry-After": components["headers"]["RetryAfter"];
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"] & {
            /** @constant */
            status?: 429;
            /** @enum {unknown} */
            code?: "TOO_MANY_REQUESTS";
          };
        };
      };
      /** @description `INTERNAL` 系统出了问题，我们已经记录，请稍后再试 */
      500: {
        headers: {
          "X-Request-Id": components["headers"]["RequestId"];
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"] & {
            /** @constant */
            status?: 500;
            /** @enum {unknown} */
            code?: "INTERNAL";
          };
        };
      };
      /**
       * @description `BUSY` 系统繁忙，请稍后再试
       *
       *     `OUTCOME_UNKNOWN` 没能确认这次操作是否已经完成，请先查看最新状态，再决定要不要重试
       */
      503: {
        headers: {
          "X-Request-Id": components["headers"]["RequestId"];
          "Retry-After": components["headers"]["RetryAfter"];
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"] & {
            /** @constant */
            status?: 503;
            /** @enum {unknown} */
            code?: "BUSY" | "OUTCOME_UNKNOWN";
          };
        };
      };
    };
  };
  deleteV1WebhookEndpointsByEndpointId: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        endpointId: number;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description 成功 */
      200: {
        headers: {
          "X-Request-Id": components["headers"]["RequestId"];
          [name: string]: unknown;
        };
        content: {
          "application/json": {
            id: number;
            /** @constant */
            isDeleted: true;
          };
        };
      };
      /** @description `VALIDATION_FAILED` 提交的内容有误，请检查后再试 */
      400: {
        headers: {
          "X-Request-Id": components["headers"]["RequestId"];
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"] & {
            /** @constant */
            status?: 400;
            /** @enum {unknown} */
            code?: "VALIDATION_FAILED";
          };
        };
      };
      /** @description `BAD_SECRET` 密钥无效 */
      401: {
        headers: {
          "X-Request-Id": components["headers"]["RequestId"];
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"] & {
            /** @constant */
            status?: 401;
            /** @enum {unknown} */
            code?: "BAD_SECRET";
          };
        };
      };
      /** @description `FORBIDDEN` 没有权限进行此操作 */
      403: {
        headers: {
          "X-Request-Id": components["headers"]["RequestId"];
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"] & {
            /** @constant */
            status?: 403;
            /** @enum {unknown} */
            code?: "FORBIDDEN";
          };
        };
      };
      /** @description `NOT_FOUND` 没有找到 */
      404: {
        headers: {
          "X-Request-Id": components["headers"]["RequestId"];
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"] & {
            /** @constant */
            status?: 404;
            /** @enum {unknown} */
            code?: "NOT_FOUND";
          };
        };
      };
      /** @description `TOO_MANY_REQUESTS` 操作太频繁，请稍后再试 */
      429: {
        headers: {
          "X-Request-Id": components["headers"]["RequestId"];
          "Retry-After": components["headers"]["RetryAfter"];
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"] & {
            /** @constant */
            status?: 429;
            /** @enum {unknown} */
            code?: "TOO_MANY_REQUESTS";
          };
        };
      };
      /** @description `INTERNAL` 系统出了问题，我们已经记录，请稍后再试 */
      500: {
        headers: {
          "X-Request-Id": components["headers"]["RequestId"];
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"] & {
            /** @constant */
            status?: 500;
            /** @enum {unknown} */
            code?: "INTERNAL";
          };
        };
      };
      /**
       * @description `BUSY` 系统繁忙，请稍后再试
       *
       *     `OUTCOME_UNKNOWN` 没能确认这次操作是否已经完成，请先查看最新状态，再决定要不要重试
       */
      503: {
        headers: {
          "X-Request-Id": components["headers"]["RequestId"];
          "Retry-After": components["headers"]["RetryAfter"];
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"] & {
            /** @constant */
            status?: 503;
            /** @enum {unknown} */
            code?: "BUSY" | "OUTCOME_UNKNOWN";
          };
        };
      };
    };
  };
  patchV1WebhookEndpointsByEndpointId: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        endpointId: number;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        "application/json": {
          /** @description https 地址，公网可达 */
          url?: string;
          /** @description 要哪些事件；空的：全部 */
          types?: (
            | "order.created"
            | "order.paid"
            | "order.delivered"
            | "order.delivery_failed"
            | "order.closed"
            | "order.completed"
            | "refund.requested"
            | "refund.succeeded"
            | "refund.rejected"
            | "refund.refused"
            | "credits.granted"
            | "credits.consumed"
            | "credits.reversed"
            | "credits.low"
            | "credits.exhausted"
            | "credits.expiring"
            | "credits.expired"
            | "subscription.started"
            | "subscription.extended"
            | "subscription.ending"
            | "subscription.ended"
            | "subscription.revoked"
            | "customer.created"
          )[];
          description?: string;
          /**
           * @description off：暂停，事件留着；active：从停下的地方接着推送
           * @enum {string}
           */
          status?: "active" | "off";
        };
      };
    };
    responses: {
      /** @description 成功 */
      200: {
        headers: {
          "X-Request-Id": components["headers"]["RequestId"];
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["WebhookEndpoint"];
        };
      };
      /** @description `VALIDATION_FAILED` 提交的内容有误，请检查后再试 */
      400: {
        headers: {
          "X-Request-Id": components["headers"]["RequestId"];
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"] & {
            /** @constant */
            status?: 400;
            /** @enum {unknown} */
            code?: "VALIDATION_FAILED";
          };
        };
      };
      /** @description `BAD_SECRET` 密钥无效 */
      401: {
        headers: {
          "X-Request-Id": components["headers"]["RequestId"];
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"] & {
            /** @constant */
            status?: 401;
            /** @enum {unknown} */
            code?: "BAD_SECRET";
          };
        };
      };
      /** @description `FORBIDDEN` 没有权限进行此操作 */
      403: {
        headers: {
          "X-Request-Id": components["headers"]["RequestId"];
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"] & {
            /** @constant */
            status?: 403;
            /** @enum {unknown} */
            code?: "FORBIDDEN";
          };
        };
      };
      /** @description `NOT_FOUND` 没有找到 */
      404: {
        headers: {
          "X-Request-Id": components["headers"]["RequestId"];
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"] & {
            /** @constant */
            status?: 404;
            /** @enum {unknown} */
            code?: "NOT_FOUND";
          };
        };
      };
      /** @description `BODY_TOO_LARGE` 提交的内容太大 */
      413: {
        headers: {
          "X-Request-Id": components["headers"]["RequestId"];
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"] & {
            /** @constant */
            status?: 413;
            /** @enum {unknown} */
            code?: "BODY_TOO_LARGE";
          };
        };
      };
      /** @description `UNSUPPORTED_MEDIA_TYPE` 不支持这种内容格式 */
      415: {
        headers: {
          "X-Request-Id": components["headers"]["RequestId"];
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"] & {
            /** @constant */
            status?: 415;
            /** @enum {unknown} */
            code?: "UNSUPPORTED_MEDIA_TYPE";
          };
        };
      };
      /** @description `TOO_MANY_REQUESTS` 操作太频繁，请稍后再试 */
      429: {
        headers: {
          "X-Request-Id": components["headers"]["RequestId"];
          "Retry-After": components["headers"]["RetryAfter"];
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"] & {
            /** @constant */
            status?: 429;
            /** @enum {unknown} */
            code?: "TOO_MANY_REQUESTS";
          };
        };
      };
      /** @description `INTERNAL` 系统出了问题，我们已经记录，请稍后再试 */
      500: {
        headers: {
          "X-Request-Id": components["headers"]["RequestId"];
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"] & {
            /** @constant */
            status?: 500;
            /** @enum {unknown} */
            code?: "INTERNAL";
          };
        };
      };
      /**
       * @description `BUSY` 系统繁忙，请稍后再试
       *
       *     `OUTCOME_UNKNOWN` 没能确认这次操作是否已经完成，请先查看最新状态，再决定要不要重试
       */
      503: {
        headers: {
          "X-Request-Id": components["headers"]["RequestId"];
          "Retry-After": components["headers"]["RetryAfter"];
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"] & {
            /** @constant */
            status?: 503;
            /** @enum {unknown} */
            code?: "BUSY" | "OUTCOME_UNKNOWN";
          };
        };
      };
    };
  };
  postV1WebhookEndpointsByEndpointIdRotate: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        endpointId: number;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description 成功 */
      200: {
        headers: {
          "X-Request-Id": components["headers"]["RequestId"];
          [name: string]: unknown;
        };
        content: {
          "application/json": {
            /** @description 签名密钥，只在这个回答里出现一次 */
            secret: string;
            /**
             * Format: date-time
             * @description 在此之前每条消息带新旧两个签名
             */
            previousSecretUntil: string;
          };
        };
      };
      /** @description `VALIDATION_FAILED` 提交的内容有误，请检查后再试 */
      400: {
        headers: {
          "X-Request-Id": components["headers"]["RequestId"];
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"] & {
            /** @constant */
            status?: 400;
            /** @enum {unknown} */
            code?: "VALIDATION_FAILED";
          };
        };
      };
      /** @description `BAD_SECRET` 密钥无效 */
      401: {
        headers: {
          "X-Request-Id": components["headers"]["RequestId"];
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"] & {
            /** @constant */
            status?: 401;
            /** @enum {unknown} */
            code?: "BAD_SECRET";
          };
        };
      };
      /** @description `FORBIDDEN` 没有权限进行此操作 */
      403: {
        headers: {
          "X-Request-Id": components["headers"]["RequestId"];
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"] & {
            /** @constant */
            status?: 403;
            /** @enum {unknown} */
            code?: "FORBIDDEN";
          };
        };
      };
      /** @description `NOT_FOUND` 没有找到 */
      404: {
        headers: {
          "X-Request-Id": components["headers"]["RequestId"];
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"] & {
            /** @constant */
            status?: 404;
            /** @enum {unknown} */
            code?: "NOT_FOUND";
          };
        };
      };
      /** @description `TOO_MANY_REQUESTS` 操作太频繁，请稍后再试 */
      429: {
        headers: {
          "X-Request-Id": components["headers"]["RequestId"];
          "Retry-After": components["headers"]["RetryAfter"];
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"] & {
            /** @constant */
            status?: 429;
            /** @enum {unknown} */
            code?: "TOO_MANY_REQUESTS";
          };
        };
      };
      /** @description `INTERNAL` 系统出了问题，我们已经记录，请稍后再试 */
      500: {
        headers: {
          "X-Request-Id": components["headers"]["RequestId"];
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"] & {
            /** @constant */
            status?: 500;
            /** @enum {unknown} */
            code?: "INTERNAL";
          };
        };
      };
      /**
       * @description `BUSY` 系统繁忙，请稍后再试
       *
       *     `OUTCOME_UNKNOWN` 没能确认这次操作是否已经完成，请先查看最新状态，再决定要不要重试
       */
      503: {
        headers: {
          "X-Request-Id": components["headers"]["RequestId"];
          "Retry-After": components["headers"]["RetryAfter"];
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"] & {
            /** @constant */
            status?: 503;
            /** @enum {unknown} */
            code?: "BUSY" | "OUTCOME_UNKNOWN";
          };
        };
      };
    };
  };
  postV1WebhookEndpointsByEndpointIdTest: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        endpointId: number;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description 成功 */
      200: {
        headers: {
          "X-Request-Id": components["headers"]["RequestId"];
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["WebhookTest"];
        };
      };
      /** @description `VALIDATION_FAILED` 提交的内容有误，请检查后再试 */
      400: {
        headers: {
          "X-Request-Id": components["headers"]["RequestId"];
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"] & {
            /** @constant */
            status?: 400;
            /** @enum {unknown} */
            code?: "VALIDATION_FAILED";
          };
        };
      };
      /** @description `BAD_SECRET` 密钥无效 */
      401: {
        headers: {
          "X-Request-Id": components["headers"]["RequestId"];
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"] & {
            /** @constant */
            status?: 401;
            /** @enum {unknown} */
            code?: "BAD_SECRET";
          };
        };
      };
      /** @description `FORBIDDEN` 没有权限进行此操作 */
      403: {
        headers: {
          "X-Request-Id": components["headers"]["RequestId"];
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"] & {
            /** @constant */
            status?: 403;
            /** @enum {unknown} */
            code?: "FORBIDDEN";
          };
        };
      };
      /** @description `NOT_FOUND` 没有找到 */
      404: {
        headers: {
          "X-Request-Id": components["headers"]["RequestId"];
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"] & {
            /** @constant */
            status?: 404;
            /** @enum {unknown} */
            code?: "NOT_FOUND";
          };
        };
      };
      /** @description `TOO_MANY_REQUESTS` 操作太频繁，请稍后再试 */
      429: {
        headers: {
          "X-Request-Id": components["headers"]["RequestId"];
          "Retry-After": components["headers"]["RetryAfter"];
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"] & {
            /** @constant */
            status?: 429;
            /** @enum {unknown} */
            code?: "TOO_MANY_REQUESTS";
          };
        };
      };
      /** @description `INTERNAL` 系统出了问题，我们已经记录，请稍后再试 */
      500: {
        headers: {
          "X-Request-Id": components["headers"]["RequestId"];
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"] & {
            /** @constant */
            status?: 500;
            /** @enum {unknown} */
            code?: "INTERNAL";
          };
        };
      };
      /**
       * @description `BUSY` 系统繁忙，请稍后再试
       *
       *     `OUTCOME_UNKNOWN` 没能确认这次操作是否已经完成，请先查看最新状态，再决定要不要重试
       */
      503: {
        headers: {
          "X-Request-Id": components["headers"]["RequestId"];
          "Retry-After": components["headers"]["RetryAfter"];
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"] & {
            /** @constant */
            status?: 503;
            /** @enum {unknown} */
            code?: "BUSY" | "OUTCOME_UNKNOWN";
          };
        };
      };
    };
  };
  getV1WebhookEndpointsByEndpointIdDeliveries: {
    parameters: {
      query?: {
        /** @description 最多多少条，默认 20 */
        limit?: number;
        /** @description 上一页的 `next` */
        after?: number;
      };
      header?: never;
      path: {
        endpointId: number;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description 成功 */
      200: {
        headers: {
          "X-Request-Id": components["headers"]["RequestId"];
          [name: string]: unknown;
        };
        content: {
          "application/json": {
            data: components["schemas"]["WebhookDelivery"][];
            /** @description 下一页以它作为 `after`；null：没有了 */
            next: number | null;
          };
        };
      };
      /** @description `VALIDATION_FAILED` 提交的内容有误，请检查后再试 */
      400: {
        headers: {
          "X-Request-Id": components["headers"]["RequestId"];
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"] & {
            /** @constant */
            status?: 400;
            /** @enum {unknown} */
            code?: "VALIDATION_FAILED";
          };
        };
      };
      /** @description `BAD_SECRET` 密钥无效 */
      401: {
        headers: {
          "X-Request-Id": components["headers"]["RequestId"];
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"] & {
            /** @constant */
            status?: 401;
            /** @enum {unknown} */
            code?: "BAD_SECRET";
          };
        };
      };
      /** @description `FORBIDDEN` 没有权限进行此操作 */
      403: {
        headers: {
          "X-Request-Id": components["headers"]["RequestId"];
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"] & {
            /** @constant */
            status?: 403;
            /** @enum {unknown} */
            code?: "FORBIDDEN";
          };
        };
      };
      /** @description `NOT_FOUND` 没有找到 */
      404: {
        headers: {
          "X-Request-Id": components["headers"]["RequestId"];
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"] & {
            /** @constant */
            status?: 404;
            /** @enum {unknown} */
            code?: "NOT_FOUND";
          };
        };
      };
      /** @description `TOO_MANY_REQUESTS` 操作太频繁，请稍后再试 */
      429: {
        headers: {
          "X-Request-Id": components["headers"]["RequestId"];
          "Retry-After": components["headers"]["RetryAfter"];
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"] & {
            /** @constant */
            status?: 429;
            /** @enum {unknown} */
            code?: "TOO_MANY_REQUESTS";
          };
        };
      };
      /** @description `INTERNAL` 系统出了问题，我们已经记录，请稍后再试 */
      500: {
        headers: {
          "X-Request-Id": components["headers"]["RequestId"];
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"] & {
            /** @constant */
            status?: 500;
            /** @enum {unknown} */
            code?: "INTERNAL";
          };
        };
      };
      /** @description `BUSY` 系统繁忙，请稍后再试 */
      503: {
        headers: {
          "X-Request-Id": components["headers"]["RequestId"];
          "Retry-After": components["headers"]["RetryAfter"];
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"] & {
            /** @constant */
            status?: 503;
            /** @enum {unknown} */
            code?: "BUSY";
          };
        };
      };
    };
  };
  postV1WebhookEndpointsByEndpointIdReplay: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        endpointId: number;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        "application/json": {
          /** Format: date-time */
          from: string;
          /** Format: date-time */
          to: string;
        };
      };
    };
    responses: {
      /** @description 成功 */
      200: {
        headers: {
          "X-Request-Id": components["headers"]["RequestId"];
          [name: string]: unknown;
        };
        content: {
          "application/json": {
            /** @description 重发多少条 */
            replayed: number;
          };
        };
      };
      /** @description `VALIDATION_FAILED` 提交的内容有误，请检查后再试 */
      400: {
        headers: {
          "X-Request-Id": components["headers"]["RequestId"];
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"] & {
            /** @constant */
            status?: 400;
            /** @enum {unknown} */
            code?: "VALIDATION_FAILED";
          };
        };
      };
      /** @description `BAD_SECRET` 密钥无效 */
      401: {
        headers: {
          "X-Request-Id": components["headers"]["RequestId"];
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"] & {
            /** @constant */
            status?: 401;
            /** @enum {unknown} */
            code?: "BAD_SECRET";
          };
        };
      };
      /** @description `FORBIDDEN` 没有权限进行此操作 */
      403: {
        headers: {
          "X-Request-Id": components["headers"]["RequestId"];
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"] & {
            /** @constant */
            status?: 403;
            /** @enum {unknown} */
            code?: "FORBIDDEN";
          };
        };
      };
      /** @description `NOT_FOUND` 没有找到 */
      404: {
        headers: {
          "X-Request-Id": components["headers"]["RequestId"];
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"] & {
            /** @constant */
            status?: 404;
            /** @enum {unknown} */
            code?: "NOT_FOUND";
          };
        };
      };
      /** @description `BODY_TOO_LARGE` 提交的内容太大 */
      413: {
        headers: {
          "X-Request-Id": components["headers"]["RequestId"];
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"] & {
            /** @constant */
            status?: 413;
            /** @enum {unknown} */
            code?: "BODY_TOO_LARGE";
          };
        };
      };
      /** @description `UNSUPPORTED_MEDIA_TYPE` 不支持这种内容格式 */
      415: {
        headers: {
          "X-Request-Id": components["headers"]["RequestId"];
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"] & {
            /** @constant */
            status?: 415;
            /** @enum {unknown} */
            code?: "UNSUPPORTED_MEDIA_TYPE";
          };
        };
      };
      /** @description `TOO_MANY_REQUESTS` 操作太频繁，请稍后再试 */
      429: {
        headers: {
          "X-Request-Id": components["headers"]["RequestId"];
          "Retry-After": components["headers"]["RetryAfter"];
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"] & {
            /** @constant */
            status?: 429;
            /** @enum {unknown} */
            code?: "TOO_MANY_REQUESTS";
          };
        };
      };
      /** @description `INTERNAL` 系统出了问题，我们已经记录，请稍后再试 */
      500: {
        headers: {
          "X-Request-Id": components["headers"]["RequestId"];
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"] & {
            /** @constant */
            status?: 500;
            /** @enum {unknown} */
            code?: "INTERNAL";
          };
        };
      };
      /**
       * @description `BUSY` 系统繁忙，请稍后再试
       *
       *     `OUTCOME_UNKNOWN` 没能确认这次操作是否已经完成，请先查看最新状态，再决定要不要重试
       */
      503: {
        headers: {
          "X-Request-Id": components["headers"]["RequestId"];
          "Retry-After": components["headers"]["RetryAfter"];
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"] & {
            /** @constant */
            status?: 503;
            /** @enum {unknown} */
            code?: "BUSY" | "OUTCOME_UNKNOWN";
          };
        };
      };
    };
  };
  postV1WebhookEndpointsDeliveriesByDeliveryIdReplay: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        deliveryId: number;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description 成功 */
      200: {
        headers: {
          "X-Request-Id": components["headers"]["RequestId"];
          [name: string]: unknown;
        };
        content: {
          "application/json": {
            /** @description 重发多少条 */
            replayed: number;
          };
        };
      };
      /** @description `VALIDATION_FAILED` 提交的内容有误，请检查后再试 */
      400: {
        headers: {
          "X-Request-Id": components["headers"]["RequestId"];
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"] & {
            /** @constant */
            status?: 400;
            /** @enum {unknown} */
            code?: "VALIDATION_FAILED";
          };
        };
      };
      /** @description `BAD_SECRET` 密钥无效 */
      401: {
        headers: {
          "X-Request-Id": components["headers"]["RequestId"];
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"] & {
            /** @constant */
            status?: 401;
            /** @enum {unknown} */
            code?: "BAD_SECRET";
          };
        };
      };
      /** @description `FORBIDDEN` 没有权限进行此操作 */
      403: {
        headers: {
          "X-Request-Id": components["headers"]["RequestId"];
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"] & {
            /** @constant */
            status?: 403;
            /** @enum {unknown} */
            code?: "FORBIDDEN";
          };
        };
      };
      /** @description `NOT_FOUND` 没有找到 */
      404: {
        headers: {
          "X-Request-Id": components["headers"]["RequestId"];
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"] & {
            /** @constant */
            status?: 404;
            /** @enum {unknown} */
            code?: "NOT_FOUND";
          };
        };
      };
      /** @description `DELIVERY_PENDING` 这条事件还等着推送，不用重发 */
      409: {
        headers: {
          "X-Request-Id": components["headers"]["RequestId"];
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"] & {
            /** @constant */
            status?: 409;
            /** @enum {unknown} */
            code?: "DELIVERY_PENDING";
          };
        };
      };
      /** @description `TOO_MANY_REQUESTS` 操作太频繁，请稍后再试 */
      429: {
        headers: {
          "X-Request-Id": components["headers"]["RequestId"];
          "Retry-After": components["headers"]["RetryAfter"];
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"] & {
            /** @constant */
            status?: 429;
            /** @enum {unknown} */
            code?: "TOO_MANY_REQUESTS";
          };
        };
      };
      /** @description `INTERNAL` 系统出了问题，我们已经记录，请稍后再试 */
      500: {
        headers: {
          "X-Request-Id": components["headers"]["RequestId"];
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"] & {
            /** @constant */
            status?: 500;
            /** @enum {unknown} */
            code?: "INTERNAL";
          };
        };
      };
      /**
       * @description `BUSY` 系统繁忙，请稍后再试
       *
       *     `OUTCOME_UNKNOWN` 没能确认这次操作是否已经完成，请先查看最新状态，再决定要不要重试
       */
      503: {
        headers: {
          "X-Request-Id": components["headers"]["RequestId"];
          "Retry-After": components["headers"]["RetryAfter"];
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"] & {
            /** @constant */
            status?: 503;
            /** @enum {unknown} */
            code?: "BUSY" | "OUTCOME_UNKNOWN";
          };
        };
      };
    };
  };
  getV1CustomersByCustomerId: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /** @description 产品自己的用户编号 */
        customerId: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description 成功 */
      200: {
        headers: {
          "X-Request-Id": components["headers"]["RequestId"];
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Customer"];
        };
      };
      /** @description `VALIDATION_FAILED` 提交的内容有误，请检查后再试 */
      400: {
        headers: {
          "X-Request-Id": components["headers"]["RequestId"];
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"] & {
            /** @constant */
            status?: 400;
            /** @enum {unknown} */
            code?: "VALIDATION_FAILED";
          };
        };
      };
      /** @description `BAD_SECRET` 密钥无效 */
      401: {
        headers: {
          "X-Request-Id": components["headers"]["RequestId"];
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"] & {
            /** @constant */
            status?: 401;
            /** @enum {unknown} */
            code?: "BAD_SECRET";
          };
        };
      };
      /** @description `FORBIDDEN` 没有权限进行此操作 */
      403: {
        headers: {
          "X-Request-Id": components["headers"]["RequestId"];
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"] & {
            /** @constant */
            status?: 403;
            /** @enum {unknown} */
            code?: "FORBIDDEN";
          };
        };
      };
      /** @description `CUSTOMER_NOT_FOUND` 没有找到这个客户 */
      404: {
        headers: {
          "X-Request-Id": components["headers"]["RequestId"];
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"] & {
            /** @constant */
            status?: 404;
            /** @enum {unknown} */
            code?: "CUSTOMER_NOT_FOUND";
          };
        };
      };
      /** @description `TOO_MANY_REQUESTS` 操作太频繁，请稍后再试 */
      429: {
        headers: {
          "X-Request-Id": components["headers"]["RequestId"];
          "Retry-After": components["headers"]["RetryAfter"];
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"] & {
            /** @constant */
            status?: 429;
            /** @enum {unknown} */
            code?: "TOO_MANY_REQUESTS";
          };
        };
      };
      /** @description `INTERNAL` 系统出了问题，我们已经记录，请稍后再试 */
      500: {
        headers: {
          "X-Request-Id": components["headers"]["RequestId"];
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"] & {
            /** @constant */
            status?: 500;
            /** @enum {unknown} */
            code?: "INTERNAL";
          };
        };
      };
      /** @description `BUSY` 系统繁忙，请稍后再试 */
      503: {
        headers: {
          "X-Request-Id": components["headers"]["RequestId"];
          "Retry-After": components["headers"]["RetryAfter"];
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"] & {
            /** @constant */
            status?: 503;
            /** @enum {unknown} */
            code?: "BUSY";
          };
        };
      };
    };
  };
  putV1CustomersByCustomerId: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /** @description 产品自己的用户编号 */
        customerId: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        "application/json": {
          /** @description 产品所知的邮箱，不作任何证明；不给：不变；null：清空 */
          email?: string | null;
          /** @description 产品所知的称呼；不给：不变；null：清空 */
          name?: string | null;
        };
      };
    };
    responses: {
      /** @description 成功 */
      200: {
        headers: {
          "X-Request-Id": components["headers"]["RequestId"];
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Customer"];
        };
      };
      /** @description 已新建 */
      201: {
        headers: {
          "X-Request-Id": components["headers"]["RequestId"];
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Customer"];
        };
      };
      /** @description `VALIDATION_FAILED` 提交的内容有误，请检查后再试 */
      400: {
        headers: {
          "X-Request-Id": components["headers"]["RequestId"];
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"] & {
            /** @constant */
            status?: 400;
            /** @enum {unknown} */
            code?: "VALIDATION_FAILED";
          };
        };
      };
      /** @description `BAD_SECRET` 密钥无效 */
      401: {
        headers: {
          "X-Request-Id": components["headers"]["RequestId"];
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"] & {
            /** @constant */
            status?: 401;
            /** @enum {unknown} */
            code?: "BAD_SECRET";
          };
        };
      };
      /** @description `FORBIDDEN` 没有权限进行此操作 */
      403: {
        headers: {
          "X-Request-Id": components["headers"]["RequestId"];
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"] & {
            /** @constant */
            status?: 403;
            /** @enum {unknown} */
            code?: "FORBIDDEN";
          };
        };
      };
      /** @description `BODY_TOO_LARGE` 提交的内容太大 */
      413: {
        headers: {
          "X-Request-Id": components["headers"]["RequestId"];
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"] & {
            /** @constant */
            status?: 413;
            /** @enum {unknown} */
            code?: "BODY_TOO_LARGE";
          };
        };
      };
      /** @description `UNSUPPORTED_MEDIA_TYPE` 不支持这种内容格式 */
      415: {
        headers: {
          "X-Request-Id": components["headers"]["RequestId"];
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"] & {
            /** @constant */
            status?: 415;
            /** @enum {unknown} */
            code?: "UNSUPPORTED_MEDIA_TYPE";
          };
        };
      };
      /** @description `TOO_MANY_REQUESTS` 操作太频繁，请稍后再试 */
      429: {
        headers: {
          "X-Request-Id": components["headers"]["RequestId"];
          "Retry-After": components["headers"]["RetryAfter"];
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"] & {
            /** @constant */
            status?: 429;
            /** @enum {unknown} */
            code?: "TOO_MANY_REQUESTS";
          };
        };
      };
      /** @description `INTERNAL` 系统出了问题，我们已经记录，请稍后再试 */
      500: {
        headers: {
          "X-Request-Id": components["headers"]["RequestId"];
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"] & {
            /** @constant */
            status?: 500;
            /** @enum {unknown} */
            code?: "INTERNAL";
          };
        };
      };
      /**
       * @description `BUSY` 系统繁忙，请稍后再试
       *
       *     `OUTCOME_UNKNOWN` 没能确认这次操作是否已经完成，请先查看最新状态，再决定要不要重试
       */
      503: {
        headers: {
          "X-Request-Id": components["headers"]["RequestId"];
          "Retry-After": components["headers"]["RetryAfter"];
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"] & {
            /** @constant */
            status?: 503;
            /** @enum {unknown} */
            code?: "BUSY" | "OUTCOME_UNKNOWN";
          };
        };
      };
    };
  };
  postV1CreditsConsume: {
    parameters: {
      query?: never;
      header?: {
        /** @description 同一个键、同一个请求得到同一个回答；换了请求是 409。回答是 OUTCOME_UNKNOWN 时带同一个键重试；不带键的重试可能做第二次 */
        "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
      };
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        "application/json": {
          amount: number;
          /** @description 业务号，每个会员之内唯一；同一个号得到同一个回答 */
          bizId: string;
          /** @description 用途 */
          reason: string;
          /** @description 谁的积分 */
          customerId: string;
        };
      };
    };
    responses: {
      /** @description 成功 */
      200: {
        headers: {
          "X-Request-Id": components["headers"]["RequestId"];
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Consumption"];
        };
      };
      /** @description `VALIDATION_FAILED` 提交的内容有误，请检查后再试 */
      400: {
        headers: {
          "X-Request-Id": components["headers"]["RequestId"];
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"] & {
            /** @constant */
            status?: 400;
            /** @enum {unknown} */
            code?: "VALIDATION_FAILED";
          };
        };
      };
      /** @description `BAD_SECRET` 密钥无效 */
      401: {
        headers: {
          "X-Request-Id": components["headers"]["RequestId"];
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"] & {
            /** @constant */
            status?: 401;
            /** @enum {unknown} */
            code?: "BAD_SECRET";
          };
        };
      };
      /** @description `FORBIDDEN` 没有权限进行此操作 */
      403: {
        headers: {
          "X-Request-Id": components["headers"]["RequestId"];
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"] & {
            /** @constant */
            status?: 403;
            /** @enum {unknown} */
            code?: "FORBIDDEN";
          };
        };
      };
      /** @description `CUSTOMER_NOT_FOUND` 没有找到这个客户 */
      404: {
        headers: {
          "X-Request-Id": components["headers"]["RequestId"];
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"] & {
            /** @constant */
            status?: 404;
            /** @enum {unknown} */
            code?: "CUSTOMER_NOT_FOUND";
          };
        };
      };
      /**
       * @description `IDEMPOTENCY_KEY_REUSED` 同一个幂等键不能用于不同的请求
       *
       *     `BIZ_ID_REUSED` 同一个业务号不能用于不同的扣减
       *
       *     `INSUFFICIENT_CREDITS` 积分余额不足
       */
      409: {
        headers: {
          "X-Request-Id": components["headers"]["RequestId"];
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"] & {
            /** @constant */
            status?: 409;
            /** @enum {unknown} */
            code?: "IDEMPOTENCY_KEY_REUSED" | "BIZ_ID_REUSED" | "INSUFFICIENT_CREDITS";
          };
        };
      };
      /** @description `BODY_TOO_LARGE` 提交的内容太大 */
      413: {
        headers: {
          "X-Request-Id": components["headers"]["RequestId"];
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"] & {
            /** @constant */
            status?: 413;
            /** @enum {unknown} */
            code?: "BODY_TOO_LARGE";
          };
        };
      };
      /** @description `UNSUPPORTED_MEDIA_TYPE` 不支持这种内容格式 */
      415: {
        headers: {
          "X-Request-Id": components["headers"]["RequestId"];
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"] & {
            /** @constant */
            status?: 415;
            /** @enum {unknown} */
            code?: "UNSUPPORTED_MEDIA_TYPE";
          };
        };
      };
      /** @description `TOO_MANY_REQUESTS` 操作太频繁，请稍后再试 */
      429: {
        headers: {
          "X-Request-Id": components["headers"]["RequestId"];
          "Retry-After": components["headers"]["RetryAfter"];
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"] & {
            /** @constant */
            status?: 429;
            /** @enum {unknown} */
            code?: "TOO_MANY_REQUESTS";
          };
        };
      };
      /** @description `INTERNAL` 系统出了问题，我们已经记录，请稍后再试 */
      500: {
        headers: {
          "X-Request-Id": components["headers"]["RequestId"];
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"] & {
            /** @constant */
            status?: 500;
            /** @enum {unknown} */
            code?: "INTERNAL";
          };
        };
      };
      /**
       * @description `BUSY` 系统繁忙，请稍后再试
       *
       *     `OUTCOME_UNKNOWN` 没能确认这次操作是否已经完成，请先查看最新状态，再决定要不要重试
       */
      503: {
        headers: {
          "X-Request-Id": components["headers"]["RequestId"];
          "Retry-After": components["headers"]["RetryAfter"];
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"] & {
            /** @constant */
            status?: 503;
            /** @enum {unknown} */
            code?: "BUSY" | "OUTCOME_UNKNOWN";
          };
        };
      };
    };
  };
  postV1CreditsReserve: {
    parameters: {
      query?: never;
      header?: {
        /** @description 同一个键、同一个请求得到同一个回答；换了请求是 409。回答是 OUTCOME_UNKNOWN 时带同一个键重试；不带键的重试可能做第二次 */
        "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
      };
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        "application/json": {
          amount: number;
          /** @description 业务号，每个会员之内唯一；同一个号得到同一个回答 */
          bizId: string;
          /** @description 用途 */
          reason: string;
          /** @description 预留多少秒后自动释放 */
          leaseSeconds?: number;
          /** @description 谁的积分 */
          customerId: string;
        };
      };
    };
    responses: {
      /** @description 成功 */
      200: {
        headers: {
          "X-Request-Id": components["headers"]["RequestId"];
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Reservation"];
        };
      };
      /** @description `VALIDATION_FAILED` 提交的内容有误，请检查后再试 */
      400: {
        headers: {
          "X-Request-Id": components["headers"]["RequestId"];
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"] & {
            /** @constant */
            status?: 400;
            /** @enum {unknown} */
            code?: "VALIDATION_FAILED";
          };
        };
      };
      /** @description `BAD_SECRET` 密钥无效 */
      401: {
        headers: {
          "X-Request-Id": components["headers"]["RequestId"];
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"] & {
            /** @constant */
            status?: 401;
            /** @enum {unknown} */
            code?: "BAD_SECRET";
          };
        };
      };
      /** @description `FORBIDDEN` 没有权限进行此操作 */
      403: {
        headers: {
          "X-Request-Id": components["headers"]["RequestId"];
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"] & {
            /** @constant */
            status?: 403;
            /** @enum {unknown} */
            code?: "FORBIDDEN";
          };
        };
      };
      /** @description `CUSTOMER_NOT_FOUND` 没有找到这个客户 */
      404: {
        headers: {
          "X-Request-Id": components["headers"]["RequestId"];
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"] & {
            /** @constant */
            status?: 404;
            /** @enum {unknown} */
            code?: "CUSTOMER_NOT_FOUND";
          };
        };
      };
      /**
       * @description `IDEMPOTENCY_KEY_REUSED` 同一个幂等键不能用于不同的请求
       *
       *     `BIZ_ID_REUSED` 同一个业务号不能用于不同的扣减
       *
       *     `INSUFFICIENT_CREDITS` 积分余额不足
       */
      409: {
        headers: {
          "X-Request-Id": components["headers"]["RequestId"];
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"] & {
            /** @constant */
            status?: 409;
            /** @enum {unknown} */
            code?: "IDEMPOTENCY_KEY_REUSED" | "BIZ_ID_REUSED" | "INSUFFICIENT_CREDITS";
          };
        };
      };
      /** @description `BODY_TOO_LARGE` 提交的内容太大 */
      413: {
        headers: {
          "X-Request-Id": components["headers"]["RequestId"];
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"] & {
            /** @constant */
            status?: 413;
            /** @enum {unknown} */
            code?: "BODY_TOO_LARGE";
          };
        };
      };
      /** @description `UNSUPPORTED_MEDIA_TYPE` 不支持这种内容格式 */
      415: {
        headers: {
          "X-Request-Id": components["headers"]["RequestId"];
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"] & {
            /** @constant */
            status?: 415;
            /** @enum {unknown} */
            code?: "UNSUPPORTED_MEDIA_TYPE";
          };
        };
      };
      /** @description `TOO_MANY_REQUESTS` 操作太频繁，请稍后再试 */
      429: {
        headers: {
          "X-Request-Id": components["headers"]["RequestId"];
          "Retry-After": components["headers"]["RetryAfter"];
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"] & {
            /** @constant */
            status?: 429;
            /** @enum {unknown} */
            code?: "TOO_MANY_REQUESTS";
          };
        };
      };
      /** @description `INTERNAL` 系统出了问题，我们已经记录，请稍后再试 */
      500: {
        headers: {
          "X-Request-Id": components["headers"]["RequestId"];
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"] & {
            /** @constant */
            status?: 500;
            /** @enum {unknown} */
            code?: "INTERNAL";
          };
        };
      };
      /**
       * @description `BUSY` 系统繁忙，请稍后再试
       *
       *     `OUTCOME_UNKNOWN` 没能确认这次操作是否已经完成，请先查看最新状态，再决定要不要重试
       */
      503: {
        headers: {
          "X-Request-Id": components["headers"]["RequestId"];
          "Retry-After": components["headers"]["RetryAfter"];
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"] & {
            /** @constant */
            status?: 503;
            /** @enum {unknown} */
            code?: "BUSY" | "OUTCOME_UNKNOWN";
          };
        };
      };
    };
  };
  postV1CreditsCommit: {
    parameters: {
      query?: never;
      header?: {
        /** @description 同一个键、同一个请求得到同一个回答；换了请求是 409。回答是 OUTCOME_UNKNOWN 时带同一个键重试；不带键的重试可能做第二次 */
        "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
      };
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        "application/json": {
          /** @description 业务号，每个会员之内唯一；同一个号得到同一个回答 */
          bizId: string;
          /** @description 实际用掉的，最多为预留的；其余释放。不给：全部 */
          amount?: number;
          /** @description 谁的积分 */
          customerId: string;
        };
      };
    };
    responses: {
      /** @description 成功 */
      200: {
        headers: {
          "X-Request-Id": components["headers"]["RequestId"];
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Consumption"];
        };
      };
      /** @description `VALIDATION_FAILED` 提交的内容有误，请检查后再试 */
      400: {
        headers: {
          "X-Request-Id": components["headers"]["RequestId"];
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"] & {
            /** @constant */
            status?: 400;
            /** @enum {unknown} */
            code?: "VALIDATION_FAILED";
          };
        };
      };
      /** @description `BAD_SECRET` 密钥无效 */
      401: {
        headers: {
          "X-Request-Id": components["headers"]["RequestId"];
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"] & {
            /** @constant */
            status?: 401;
            /** @enum {unknown} */
            code?: "BAD_SECRET";
          };
        };
      };
      /** @description `FORBIDDEN` 没有权限进行此操作 */
      403: {
        headers: {
          "X-Request-Id": components["headers"]["RequestId"];
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"] & {
            /** @constant */
            status?: 403;
            /** @enum {unknown} */
            code?: "FORBIDDEN";
          };
        };
      };
      /**
       * @description `NOT_FOUND` 没有找到
       *
       *     `CUSTOMER_NOT_FOUND` 没有找到这个客户
       */
      404: {
        headers: {
          "X-Request-Id": components["headers"]["RequestId"];
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"] & {
            /** @constant */
            status?: 404;
            /** @enum {unknown} */
            code?: "NOT_FOUND" | "CUSTOMER_NOT_FOUND";
          };
        };
      };
      /**
       * @description `IDEMPOTENCY_KEY_REUSED` 同一个幂等键不能用于不同的请求
       *
       *     `BIZ_ID_REUSED` 同一个业务号不能用于不同的扣减
       *
       *     `RESERVATION_NOT_HELD` 这笔预留已经结束
       */
      409: {
        headers: {
          "X-Request-Id": components["headers"]["RequestId"];
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"] & {
            /** @constant */
            status?: 409;
            /** @enum {unknown} */
            code?: "IDEMPOTENCY_KEY_REUSED" | "BIZ_ID_REUSED" | "RESERVATION_NOT_HELD";
          };
        };
      };
      /** @description `BODY_TOO_LARGE` 提交的内容太大 */
      413: {
        headers: {
          "X-Request-Id": components["headers"]["RequestId"];
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"] & {
            /** @constant */
            status?: 413;
            /** @enum {unknown} */
            code?: "BODY_TOO_LARGE";
          };
        };
      };
      /** @description `UNSUPPORTED_MEDIA_TYPE` 不支持这种内容格式 */
      415: {
        headers: {
          "X-Request-Id": components["headers"]["RequestId"];
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"] & {
            /** @constant */
            status?: 415;
            /** @enum {unknown} */
            code?: "UNSUPPORTED_MEDIA_TYPE";
          };
        };
      };
      /** @description `TOO_MANY_REQUESTS` 操作太频繁，请稍后再试 */
      429: {
        headers: {
          "X-Request-Id": components["headers"]["RequestId"];
          "Retry-After": components["headers"]["RetryAfter"];
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"] & {
            /** @constant */
            status?: 429;
            /** @enum {unknown} */
            code?: "TOO_MANY_REQUESTS";
          };
        };
      };
      /** @description `INTERNAL` 系统出了问题，我们已经记录，请稍后再试 */
      500: {
        headers: {
          "X-Request-Id": components["headers"]["RequestId"];
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"] & {
            /** @constant */
            status?: 500;
            /** @enum {unknown} */
            code?: "INTERNAL";
          };
        };
      };
      /**
       * @description `BUSY` 系统繁忙，请稍后再试
       *
       *     `OUTCOME_UNKNOWN` 没能确认这次操作是否已经完成，请先查看最新状态，再决定要不要重试
       */
      503: {
        headers: {
          "X-Request-Id": components["headers"]["RequestId"];
          "Retry-After": components["headers"]["RetryAfter"];
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"] & {
            /** @constant */
            status?: 503;
            /** @enum {unknown} */
            code?: "BUSY" | "OUTCOME_UNKNOWN";
          };
        };
      };
    };
  };
  postV1CreditsRelease: {
    parameters: {
      query?: never;
      header?: {
        /** @description 同一个键、同一个请求得到同一个回答；换了请求是 409。回答是 OUTCOME_UNKNOWN 时带同一个键重试；不带键的重试可能做第二次 */
        "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
      };
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        "application/json": {
          /** @description 业务号，每个会员之内唯一；同一个号得到同一个回答 */
          bizId: string;
          /** @description 谁的积分 */
          customerId: string;
        };
      };
    };
    responses: {
      /** @description 成功 */
      200: {
        headers: {
          "X-Request-Id": components["headers"]["RequestId"];
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Reservation"];
        };
      };
      /** @description `VALIDATION_FAILED` 提交的内容有误，请检查后再试 */
      400: {
        headers: {
          "X-Request-Id": components["headers"]["RequestId"];
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"] & {
            /** @constant */
            status?: 400;
            /** @enum {unknown} */
            code?: "VALIDATION_FAILED";
          };
        };
      };
      /** @description `BAD_SECRET` 密钥无效 */
      401: {
        headers: {
          "X-Request-Id": components["headers"]["RequestId"];
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"] & {
            /** @constant */
            status?: 401;
            /** @enum {unknown} */
            code?: "BAD_SECRET";
          };
        };
      };
      /** @description `FORBIDDEN` 没有权限进行此操作 */
      403: {
        headers: {
          "X-Request-Id": components["headers"]["RequestId"];
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"] & {
            /** @constant */
            status?: 403;
            /** @enum {unknown} */
            code?: "FORBIDDEN";
          };
        };
      };
      /**
       * @description `NOT_FOUND` 没有找到
       *
       *     `CUSTOMER_NOT_FOUND` 没有找到这个客户
       */
      404: {
        headers: {
          "X-Request-Id": components["headers"]["RequestId"];
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"] & {
            /** @constant */
            status?: 404;
            /** @enum {unknown} */
            code?: "NOT_FOUND" | "CUSTOMER_NOT_FOUND";
          };
        };
      };
      /**
       * @description `IDEMPOTENCY_KEY_REUSED` 同一个幂等键不能用于不同的请求
       *
       *     `RESERVATION_NOT_HELD` 这笔预留已经结束
       */
      409: {
        headers: {
          "X-Request-Id": components["headers"]["RequestId"];
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"] & {
            /** @constant */
            status?: 409;
            /** @enum {unknown} */
            code?: "IDEMPOTENCY_KEY_REUSED" | "RESERVATION_NOT_HELD";
          };
        };
      };
      /** @description `BODY_TOO_LARGE` 提交的内容太大 */
      413: {
        headers: {
          "X-Request-Id": components["headers"]["RequestId"];
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"] & {
            /** @constant */
            status?: 413;
            /** @enum {unknown} */
            code?: "BODY_TOO_LARGE";
          };
        };
      };
      /** @description `UNSUPPORTED_MEDIA_TYPE` 不支持这种内容格式 */
      415: {
        headers: {
          "X-Request-Id": components["headers"]["RequestId"];
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"] & {
            /** @constant */
            status?: 415;
            /** @enum {unknown} */
            code?: "UNSUPPORTED_MEDIA_TYPE";
          };
        };
      };
      /** @description `TOO_MANY_REQUESTS` 操作太频繁，请稍后再试 */
      429: {
        headers: {
          "X-Request-Id": components["headers"]["RequestId"];
          "Retry-After": components["headers"]["RetryAfter"];
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"] & {
            /** @constant */
            status?: 429;
            /** @enum {unknown} */
            code?: "TOO_MANY_REQUESTS";
          };
        };
      };
      /** @description `INTERNAL` 系统出了问题，我们已经记录，请稍后再试 */
      500: {
        headers: {
          "X-Request-Id": components["headers"]["RequestId"];
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"] & {
            /** @constant */
            status?: 500;
            /** @enum {unknown} */
            code?: "INTERNAL";
          };
        };
      };
      /**
       * @description `BUSY` 系统繁忙，请稍后再试
       *
       *     `OUTCOME_UNKNOWN` 没能确认这次操作是否已经完成，请先查看最新状态，再决定要不要重试
       */
      503: {
        headers: {
          "X-Request-Id": components["headers"]["RequestId"];
          "Retry-After": components["headers"]["RetryAfter"];
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"] & {
            /** @constant */
            status?: 503;
            /** @enum {unknown} */
            code?: "BUSY" | "OUTCOME_UNKNOWN";
          };
        };
      };
    };
  };
  postV1CreditsReverse: {
    parameters: {
      query?: never;
      header?: {
        /** @description 同一个键、同一个请求得到同一个回答；换了请求是 409。回答是 OUTCOME_UNKNOWN 时带同一个键重试；不带键的重试可能做第二次 */
        "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
      };
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        "application/json": {
          /** @description 业务号，每个会员之内唯一；同一个号得到同一个回答 */
          bizId: string;
          /** @description 归还多少，可以分几次；不给：还没有归还的全部 */
          amount?: number;
          /** @description 谁的积分 */
          customerId: string;
        };
      };
    };
    responses: {
      /** @description 成功 */
      200: {
        headers: {
          "X-Request-Id": components["headers"]["RequestId"];
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Reversal"];
        };
      };
      /** @description `VALIDATION_FAILED` 提交的内容有误，请检查后再试 */
      400: {
        headers: {
          "X-Request-Id": components["headers"]["RequestId"];
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"] & {
            /** @constant */
            status?: 400;
            /** @enum {unknown} */
            code?: "VALIDATION_FAILED";
          };
        };
      };
      /** @description `BAD_SECRET` 密钥无效 */
      401: {
        headers: {
          "X-Request-Id": components["headers"]["RequestId"];
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"] & {
            /** @constant */
            status?: 401;
            /** @enum {unknown} */
            code?: "BAD_SECRET";
          };
        };
      };
      /** @description `FORBIDDEN` 没有权限进行此操作 */
      403: {
        headers: {
          "X-Request-Id": components["headers"]["RequestId"];
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"] & {
            /** @constant */
            status?: 403;
            /** @enum {unknown} */
            code?: "FORBIDDEN";
          };
        };
      };
      /**
       * @description `NOT_FOUND` 没有找到
       *
       *     `CUSTOMER_NOT_FOUND` 没有找到这个客户
       */
      404: {
        headers: {
          "X-Request-Id": components["headers"]["RequestId"];
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"] & {
            /** @constant */
            status?: 404;
            /** @enum {unknown} */
            code?: "NOT_FOUND" | "CUSTOMER_NOT_FOUND";
          };
        };
      };
      /**
       * @description `IDEMPOTENCY_KEY_REUSED` 同一个幂等键不能用于不同的请求
       *
       *     `CONSUMPTION_REVERSED` 这次消费已经归还，或者剩下的不够归还这么多
       */
      409: {
        headers: {
          "X-Request-Id": components["headers"]["RequestId"];
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"] & {
            /** @constant */
            status?: 409;
            /** @enum {unknown} */
            code?: "IDEMPOTENCY_KEY_REUSED" | "CONSUMPTION_REVERSED";
          };
        };
      };
      /** @description `BODY_TOO_LARGE` 提交的内容太大 */
      413: {
        headers: {
          "X-Request-Id": components["headers"]["RequestId"];
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"] & {
            /** @constant */
            status?: 413;
            /** @enum {unknown} */
            code?: "BODY_TOO_LARGE";
          };
        };
      };
      /** @description `UNSUPPORTED_MEDIA_TYPE` 不支持这种内容格式 */
      415: {
        headers: {
          "X-Request-Id": components["headers"]["RequestId"];
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"] & {
            /** @constant */
            status?: 415;
            /** @enum {unknown} */
            code?: "UNSUPPORTED_MEDIA_TYPE";
          };
        };
      };
      /** @description `TOO_MANY_REQUESTS` 操作太频繁，请稍后再试 */
      429: {
        headers: {
          "X-Request-Id": components["headers"]["RequestId"];
          "Retry-After": components["headers"]["RetryAfter"];
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"] & {
            /** @constant */
            status?: 429;
            /** @enum {unknown} */
            code?: "TOO_MANY_REQUESTS";
          };
        };
      };
      /** @description `INTERNAL` 系统出了问题，我们已经记录，请稍后再试 */
      500: {
        headers: {
          "X-Request-Id": components["headers"]["RequestId"];
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"] & {
            /** @constant */
            status?: 500;
            /** @enum {unknown} */
            code?: "INTERNAL";
          };
        };
      };
      /**
       * @description `BUSY` 系统繁忙，请稍后再试
       *
       *     `OUTCOME_UNKNOWN` 没能确认这次操作是否已经完成，请先查看最新状态，再决定要不要重试
       */
      503: {
        headers: {
          "X-Request-Id": components["headers"]["RequestId"];
          "Retry-After": components["headers"]["RetryAfter"];
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"] & {
            /** @constant */
            status?: 503;
            /** @enum {unknown} */
            code?: "BUSY" | "OUTCOME_UNKNOWN";
          };
        };
      };
    };
  };
  postV1CreditsGrant: {
    parameters: {
      query?: never;
      header?: {
        /** @description 同一个键、同一个请求得到同一个回答；换了请求是 409。回答是 OUTCOME_UNKNOWN 时带同一个键重试；不带键的重试可能做第二次 */
        "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
      };
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        "application/json": {
          amount: number;
          /** @description 业务号，每个会员之内唯一；同一个号得到同一个回答 */
          bizId: string;
          /** @description 用途 */
          reason: string;
          /** @description 谁的积分 */
          customerId: string;
          /**
           * Format: date-time
           * @description 到期后不能再花；不给：长期有效
           */
          expireTime?: string;
        };
      };
    };
    responses: {
      /** @description 成功 */
      200: {
        headers: {
          "X-Request-Id": components["headers"]["RequestId"];
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["CreditGrant"];
        };
      };
      /** @description `VALIDATION_FAILED` 提交的内容有误，请检查后再试 */
      400: {
        headers: {
          "X-Request-Id": components["headers"]["RequestId"];
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"] & {
            /** @constant */
            status?: 400;
            /** @enum {unknown} */
            code?: "VALIDATION_FAILED";
          };
        };
      };
      /** @description `BAD_SECRET` 密钥无效 */
      401: {
        headers: {
          "X-Request-Id": components["headers"]["RequestId"];
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"] & {
            /** @constant */
            status?: 401;
            /** @enum {unknown} */
            code?: "BAD_SECRET";
          };
        };
      };
      /** @description `FORBIDDEN` 没有权限进行此操作 */
      403: {
        headers: {
          "X-Request-Id": components["headers"]["RequestId"];
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"] & {
            /** @constant */
            status?: 403;
            /** @enum {unknown} */
            code?: "FORBIDDEN";
          };
        };
      };
      /** @description `CUSTOMER_NOT_FOUND` 没有找到这个客户 */
      404: {
        headers: {
          "X-Request-Id": components["headers"]["RequestId"];
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"] & {
            /** @constant */
            status?: 404;
            /** @enum {unknown} */
            code?: "CUSTOMER_NOT_FOUND";
          };
        };
      };
      /**
       * @description `IDEMPOTENCY_KEY_REUSED` 同一个幂等键不能用于不同的请求
       *
       *     `BIZ_ID_REUSED` 同一个业务号不能用于不同的扣减
       *
       *     `MEMBER_CLOSED` 这个账户已经关闭
       */
      409: {
        headers: {
          "X-Request-Id": components["headers"]["RequestId"];
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"] & {
            /** @constant */
            status?: 409;
            /** @enum {unknown} */
            code?: "IDEMPOTENCY_KEY_REUSED" | "BIZ_ID_REUSED" | "MEMBER_CLOSED";
          };
        };
      };
      /** @description `BODY_TOO_LARGE` 提交的内容太大 */
      413: {
        headers: {
          "X-Request-Id": components["headers"]["RequestId"];
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"] & {
            /** @constant */
            status?: 413;
            /** @enum {unknown} */
            code?: "BODY_TOO_LARGE";
          };
        };
      };
      /** @description `UNSUPPORTED_MEDIA_TYPE` 不支持这种内容格式 */
      415: {
        headers: {
          "X-Request-Id": components["headers"]["RequestId"];
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"] & {
            /** @constant */
            status?: 415;
            /** @enum {unknown} */
            code?: "UNSUPPORTED_MEDIA_TYPE";
          };
        };
      };
      /** @description `TOO_MANY_REQUESTS` 操作太频繁，请稍后再试 */
      429: {
        headers: {
          "X-Request-Id": components["headers"]["RequestId"];
          "Retry-After": components["headers"]["RetryAfter"];
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"] & {
            /** @constant */
            status?: 429;
            /** @enum {unknown} */
            code?: "TOO_MANY_REQUESTS";
          };
        };
      };
      /** @description `INTERNAL` 系统出了问题，我们已经记录，请稍后再试 */
      500: {
        headers: {
          "X-Request-Id": components["headers"]["RequestId"];
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"] & {
            /** @constant */
            status?: 500;
            /** @enum {unknown} */
            code?: "INTERNAL";
          };
        };
      };
      /**
       * @description `BUSY` 系统繁忙，请稍后再试
       *
       *     `OUTCOME_UNKNOWN` 没能确认这次操作是否已经完成，请先查看最新状态，再决定要不要重试
       */
      503: {
        headers: {
          "X-Request-Id": components["headers"]["RequestId"];
          "Retry-After": components["headers"]["RetryAfter"];
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"] & {
            /** @constant */
            status?: 503;
            /** @enum {unknown} */
            code?: "BUSY" | "OUTCOME_UNKNOWN";
          };
        };
      };
    };
  };
  postV1CreditsBatch: {
    parameters: {
      query?: never;
      header?: {
        /** @description 同一个键、同一个请求得到同一个回答；换了请求是 409。回答是 OUTCOME_UNKNOWN 时带同一个键重试；不带键的重试可能做第二次 */
        "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
      };
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        "application/json": {
          operations: (
            | {
                amount: number;
                /** @description 业务号，每个会员之内唯一；同一个号得到同一个回答 */
                bizId: string;
                /** @description 用途 */
                reason: string;
                /** @constant */
                op: "consume";
                /** @description 谁的积分 */
                customerId: string;
              }
            | {
                /** @description 业务号，每个会员之内唯一；同一个号得到同一个回答 */
                bizId: string;
                /** @description 实际用掉的，最多为预留的；其余释放。不给：全部 */
                amount?: number;
                /** @constant */
                op: "commit";
                /** @description 谁的积分 */
                customerId: string;
              }
          )[];
        };
      };
    };
    responses: {
      /** @description 成功 */
      200: {
        headers: {
          "X-Request-Id": components["headers"]["RequestId"];
          [name: string]: unknown;
        };
        content: {
          "application/json": {
            /** @description 与 `operations` 一一对应：成了的是 `status` 200 和回答，没成的是一个问题 */
            results: (
              | {
                  /** @description 业务号，每个会员之内唯一；同一个号得到同一个回答 */
                  bizId: string;
                  /** @description 积分数 */
                  amount: number;
                  /** @description 花过之后的全部积分 */
                  balanceAfter: number;
                  /**
                   * Format: date-time
                   * @description 时间，ISO 8601，带时区
                   */
                  createTime: string;
                  /** @description 花在哪几批上，按先后 */
                  paidBy: {
                    lotId: number;
                    /** @description 来自哪笔订单；null：不来自订单 */
                    orderSn: string | null;
                    /**
                     * @description PAID：购买 · BONUS：赠送
                     * @enum {string}
                     */
                    kind: "PAID" | "BONUS";
                    /** @description 积分数 */
                    amount: number;
                  }[];
                  /** @constant */
                  status: 200;
                }
              | components["schemas"]["Problem"]
            )[];
          };
        };
      };
      /** @description `VALIDATION_FAILED` 提交的内容有误，请检查后再试 */
      400: {
        headers: {
          "X-Request-Id": components["headers"]["RequestId"];
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"] & {
            /** @constant */
            status?: 400;
            /** @enum {unknown} */
            code?: "VALIDATION_FAILED";
          };
        };
      };
      /** @description `BAD_SECRET` 密钥无效 */
      401: {
        headers: {
          "X-Request-Id": components["headers"]["RequestId"];
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"] & {
            /** @constant */
            status?: 401;
            /** @enum {unknown} */
            code?: "BAD_SECRET";
          };
        };
      };
      /** @description `FORBIDDEN` 没有权限进行此操作 */
      403: {
        headers: {
          "X-Request-Id": components["headers"]["RequestId"];
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"] & {
            /** @constant */
            status?: 403;
            /** @enum {unknown} */
            code?: "FORBIDDEN";
          };
        };
      };
      /** @description `IDEMPOTENCY_KEY_REUSED` 同一个幂等键不能用于不同的请求 */
      409: {
        headers: {
          "X-Request-Id": components["headers"]["RequestId"];
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"] & {
            /** @constant */
            status?: 409;
            /** @enum {unknown} */
            code?: "IDEMPOTENCY_KEY_REUSED";
          };
        };
      };
      /** @description `BODY_TOO_LARGE` 提交的内容太大 */
      413: {
        headers: {
          "X-Request-Id": components["headers"]["RequestId"];
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"] & {
            /** @constant */
            status?: 413;
            /** @enum {unknown} */
            code?: "BODY_TOO_LARGE";
          };
        };
      };
      /** @description `UNSUPPORTED_MEDIA_TYPE` 不支持这种内容格式 */
      415: {
        headers: {
          "X-Request-Id": components["headers"]["RequestId"];
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"] & {
            /** @constant */
            status?: 415;
            /** @enum {unknown} */
            code?: "UNSUPPORTED_MEDIA_TYPE";
          };
        };
      };
      /** @description `TOO_MANY_REQUESTS` 操作太频繁，请稍后再试 */
      429: {
        headers: {
          "X-Request-Id": components["headers"]["RequestId"];
          "Retry-After": components["headers"]["RetryAfter"];
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"] & {
            /** @constant */
            status?: 429;
            /** @enum {unknown} */
            code?: "TOO_MANY_REQUESTS";
          };
        };
      };
      /** @description `INTERNAL` 系统出了问题，我们已经记录，请稍后再试 */
      500: {
        headers: {
          "X-Request-Id": components["headers"]["RequestId"];
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"] & {
            /** @constant */
            status?: 500;
            /** @enum {unknown} */
            code?: "INTERNAL";
          };
        };
      };
      /**
       * @description `BUSY` 系统繁忙，请稍后再试
       *
       *     `OUTCOME_UNKNOWN` 没能确认这次操作是否已经完成，请先查看最新状态，再决定要不要重试
       */
      503: {
        headers: {
          "X-Request-Id": components["headers"]["RequestId"];
          "Retry-After": components["headers"]["RetryAfter"];
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"] & {
            /** @constant */
            status?: 503;
            /** @enum {unknown} */
            code?: "BUSY" | "OUTCOME_UNKNOWN";
          };
        };
      };
    };
  };
  getV1Catalog: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description 成功 */
      200: {
        headers: {
          "X-Request-Id": components["headers"]["RequestId"];
          [name: string]: unknown;
        };
        content: {
          "application/json": {
            creditProducts: {
              id: number;
              name: string;
              /** @description 积分数 */
              creditAmount: number;
              /** @description 赠送的积分数 */
              bonusCredits: number;
              /** @description 金额，单位分 */
              amountFen: number;
              /** @description 积分多少天后过期；null：不过期 */
              validDays: number | null;
              /** @description 每人一共限购多少份；null：不限 */
              limitPerMember: number | null;
              /** @description 每人每天（北京时间）限购多少份；null：不限 */
              limitPerDay: number | null;
            }[];
            plans: {
              id: number;
              code: string;
              name: string;
              /** @description 同时有几个套餐时，等级高的先算 */
              level: number;
              features: string[];
              /** @description 卖哪些时长，各是多少 */
              terms: {
                /** @description 时长：monthly 一个月 · yearly 一年 · 其他如 3-day、2-week、3-month */
                billingCycle: string;
                /** @description 金额，单位分 */
                amountFen: number;
              }[];
              /** @description 每人一共限购多少份；null：不限 */
              limitPerMember: number | null;
              /** @description 每人每天（北京时间）限购多少份；null：不限 */
              limitPerDay: number | null;
            }[];
          };
        };
      };
      /** @description `BAD_SECRET` 密钥无效 */
      401: {
        headers: {
          "X-Request-Id": components["headers"]["RequestId"];
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"] & {
            /** @constant */
            status?: 401;
            /** @enum {unknown} */
            code?: "BAD_SECRET";
          };
        };
      };
      /** @description `FORBIDDEN` 没有权限进行此操作 */
      403: {
        headers: {
          "X-Request-Id": components["headers"]["RequestId"];
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"] & {
            /** @constant */
            status?: 403;
            /** @enum {unknown} */
            code?: "FORBIDDEN";
          };
        };
      };
      /** @description `TOO_MANY_REQUESTS` 操作太频繁，请稍后再试 */
      429: {
        headers: {
          "X-Request-Id": components["headers"]["RequestId"];
          "Retry-After": components["headers"]["RetryAfter"];
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"] & {
            /** @constant */
            status?: 429;
            /** @enum {unknown} */
            code?: "TOO_MANY_REQUESTS";
          };
        };
      };
      /** @description `INTERNAL` 系统出了问题，我们已经记录，请稍后再试 */
      500: {
        headers: {
          "X-Request-Id": components["headers"]["RequestId"];
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"] & {
            /** @constant */
            status?: 500;
            /** @enum {unknown} */
            code?: "INTERNAL";
          };
        };
      };
      /** @description `BUSY` 系统繁忙，请稍后再试 */
      503: {
        headers: {
          "X-Request-Id": components["headers"]["RequestId"];
          "Retry-After": components["headers"]["RetryAfter"];
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"] & {
            /** @constant */
            status?: 503;
            /** @enum {unknown} */
            code?: "BUSY";
          };
        };
      };
    };
  };
  getV1CustomersByCustomerIdOrders: {
    parameters: {
      query?: {
        /** @description 最多多少条，默认 20 */
        limit?: number;
        /** @description 上一页给出的 `next` */
        after?: number;
      };
      header?: never;
      path: {
        /** @description 产品自己的用户编号 */
        customerId: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description 成功 */
      200: {
        headers: {
          "X-Request-Id": components["headers"]["RequestId"];
          [name: string]: unknown;
        };
        content: {
          "application/json": {
            data: components["schemas"]["CustomerOrder"][];
            /** @description 下一页以它作为 `after`；null：没有了 */
            next: number | null;
          };
        };
      };
      /** @description `VALIDATION_FAILED` 提交的内容有误，请检查后再试 */
      400: {
        headers: {
          "X-Request-Id": components["headers"]["RequestId"];
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"] & {
            /** @constant */
            status?: 400;
            /** @enum {unknown} */
            code?: "VALIDATION_FAILED";
          };
        };
      };
      /** @description `BAD_SECRET` 密钥无效 */
      401: {
        headers: {
          "X-Request-Id": components["headers"]["RequestId"];
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"] & {
            /** @constant */
            status?: 401;
            /** @enum {unknown} */
            code?: "BAD_SECRET";
          };
        };
      };
      /** @description `FORBIDDEN` 没有权限进行此操作 */
      403: {
        headers: {
          "X-Request-Id": components["headers"]["RequestId"];
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"] & {
            /** @constant */
            status?: 403;
            /** @enum {unknown} */
            code?: "FORBIDDEN";
          };
        };
      };
      /** @description `CUSTOMER_NOT_FOUND` 没有找到这个客户 */
      404: {
        headers: {
          "X-Request-Id": components["headers"]["RequestId"];
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"] & {
            /** @constant */
            status?: 404;
            /** @enum {unknown} */
            code?: "CUSTOMER_NOT_FOUND";
          };
        };
      };
      /** @description `TOO_MANY_REQUESTS` 操作太频繁，请稍后再试 */
      429: {
        headers: {
          "X-Request-Id": components["headers"]["RequestId"];
          "Retry-After": components["headers"]["RetryAfter"];
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"] & {
            /** @constant */
            status?: 429;
            /** @enum {unknown} */
            code?: "TOO_MANY_REQUESTS";
          };
        };
      };
      /** @description `INTERNAL` 系统出了问题，我们已经记录，请稍后再试 */
      500: {
        headers: {
          "X-Request-Id": components["headers"]["RequestId"];
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"] & {
            /** @constant */
            status?: 500;
            /** @enum {unknown} */
            code?: "INTERNAL";
          };
        };
      };
      /** @description `BUSY` 系统繁忙，请稍后再试 */
      503: {
        headers: {
          "X-Request-Id": components["headers"]["RequestId"];
          "Retry-After": components["headers"]["RetryAfter"];
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"] & {
            /** @constant */
            status?: 503;
            /** @enum {unknown} */
            code?: "BUSY";
          };
        };
      };
    };
  };
  getV1CustomersByCustomerIdLedger: {
    parameters: {
      query?: {
        /** @description 最多多少条，默认 20 */
        limit?: number;
        /** @description 上一页给出的 `next` */
        after?: number;
      };
      header?: never;
      path: {
        /** @description 产品自己的用户编号 */
        customerId: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description 成功 */
      200: {
        headers: {
          "X-Request-Id": components["headers"]["RequestId"];
          [name: string]: unknown;
        };
        content: {
          "application/json": {
            data: components["schemas"]["LedgerEntry"][];
            /** @description 下一页以它作为 `after`；null：没有了 */
            next: number | null;
          };
        };
      };
      /** @description `VALIDATION_FAILED` 提交的内容有误，请检查后再试 */
      400: {
        headers: {
          "X-Request-Id": components["headers"]["RequestId"];
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"] & {
            /** @constant */
            status?: 400;
            /** @enum {unknown} */
            code?: "VALIDATION_FAILED";
          };
        };
      };
      /** @description `BAD_SECRET` 密钥无效 */
      401: {
        headers: {
          "X-Request-Id": components["headers"]["RequestId"];
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"] & {
            /** @constant */
            status?: 401;
            /** @enum {unknown} */
            code?: "BAD_SECRET";
          };
        };
      };
      /** @description `FORBIDDEN` 没有权限进行此操作 */
      403: {
        headers: {
          "X-Request-Id": components["headers"]["RequestId"];
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"] & {
            /** @constant */
            status?: 403;
            /** @enum {unknown} */
            code?: "FORBIDDEN";
          };
        };
      };
      /** @description `CUSTOMER_NOT_FOUND` 没有找到这个客户 */
      404: {
        headers: {
          "X-Request-Id": components["headers"]["RequestId"];
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"] & {
            /** @constant */
            status?: 404;
            /** @enum {unknown} */
            code?: "CUSTOMER_NOT_FOUND";
          };
        };
      };
      /** @description `TOO_MANY_REQUESTS` 操作太频繁，请稍后再试 */
      429: {
        headers: {
          "X-Request-Id": components["headers"]["RequestId"];
          "Retry-After": components["headers"]["RetryAfter"];
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"] & {
            /** @constant */
            status?: 429;
            /** @enum {unknown} */
            code?: "TOO_MANY_REQUESTS";
          };
        };
      };
      /** @description `INTERNAL` 系统出了问题，我们已经记录，请稍后再试 */
      500: {
        headers: {
          "X-Request-Id": components["headers"]["RequestId"];
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"] & {
            /** @constant */
            status?: 500;
            /** @enum {unknown} */
            code?: "INTERNAL";
          };
        };
      };
      /** @description `BUSY` 系统繁忙，请稍后再试 */
      503: {
        headers: {
          "X-Request-Id": components["headers"]["RequestId"];
          "Retry-After": components["headers"]["RetryAfter"];
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"] & {
            /** @constant */
            status?: 503;
            /** @enum {unknown} */
            code?: "BUSY";
          };
        };
      };
    };
  };
  getV1OrdersByOrderSn: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        orderSn: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description 成功 */
      200: {
        headers: {
          "X-Request-Id": components["headers"]["RequestId"];
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["ServiceOrder"];
        };
      };
      /** @description `VALIDATION_FAILED` 提交的内容有误，请检查后再试 */
      400: {
        headers: {
          "X-Request-Id": components["headers"]["RequestId"];
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"] & {
            /** @constant */
            status?: 400;
            /** @enum {unknown} */
            code?: "VALIDATION_FAILED";
          };
        };
      };
      /** @description `BAD_SECRET` 密钥无效 */
      401: {
        headers: {
          "X-Request-Id": components["headers"]["RequestId"];
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"] & {
            /** @constant */
            status?: 401;
            /** @enum {unknown} */
            code?: "BAD_SECRET";
          };
        };
      };
      /** @description `FORBIDDEN` 没有权限进行此操作 */
      403: {
        headers: {
          "X-Request-Id": components["headers"]["RequestId"];
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"] & {
            /** @constant */
            status?: 403;
            /** @enum {unknown} */
            code?: "FORBIDDEN";
          };
        };
      };
      /** @description `ORDER_NOT_FOUND` 没有找到这笔订单 */
      404: {
        headers: {
          "X-Request-Id": components["headers"]["RequestId"];
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"] & {
            /** @constant */
            status?: 404;
            /** @enum {unknown} */
            code?: "ORDER_NOT_FOUND";
          };
        };
      };
      /** @description `TOO_MANY_REQUESTS` 操作太频繁，请稍后再试 */
      429: {
        headers: {
          "X-Request-Id": components["headers"]["RequestId"];
          "Retry-After": components["headers"]["RetryAfter"];
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"] & {
            /** @constant */
            status?: 429;
            /** @enum {unknown} */
            code?: "TOO_MANY_REQUESTS";
          };
        };
      };
      /** @description `INTERNAL` 系统出了问题，我们已经记录，请稍后再试 */
      500: {
        headers: {
          "X-Request-Id": components["headers"]["RequestId"];
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"] & {
            /** @constant */
            status?: 500;
            /** @enum {unknown} */
            code?: "INTERNAL";
          };
        };
      };
      /** @description `BUSY` 系统繁忙，请稍后再试 */
      503: {
        headers: {
          "X-Request-Id": components["headers"]["RequestId"];
          "Retry-After": components["headers"]["RetryAfter"];
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"] & {
            /** @constant */
            status?: 503;
            /** @enum {unknown} */
            code?: "BUSY";
          };
        };
      };
    };
  };
  postV1OrdersByOrderSnRefunds: {
    parameters: {
      query?: never;
      header?: {
        /** @description 同一个键、同一个请求得到同一个回答；换了请求是 409。回答是 OUTCOME_UNKNOWN 时带同一个键重试；不带键的重试可能做第二次 */
        "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
      };
      path: {
        orderSn: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        "application/json": {
          /** @description 退多少；不给：按买家自己申请的规则 */
          amountFen?: number;
          reason: string;
        };
      };
    };
    responses: {
      /** @description 成功 */
      200: {
        headers: {
          "X-Request-Id": components["headers"]["RequestId"];
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["ServiceRefund"];
        };
      };
      /** @description `VALIDATION_FAILED` 提交的内容有误，请检查后再试 */
      400: {
        headers: {
          "X-Request-Id": components["headers"]["RequestId"];
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"] & {
            /** @constant */
            status?: 400;
            /** @enum {unknown} */
            code?: "VALIDATION_FAILED";
          };
        };
      };
      /** @description `BAD_SECRET` 密钥无效 */
      401: {
        headers: {
          "X-Request-Id": components["headers"]["RequestId"];
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"] & {
            /** @constant */
            status?: 401;
            /** @enum {unknown} */
            code?: "BAD_SECRET";
          };
        };
      };
      /** @description `FORBIDDEN` 没有权限进行此操作 */
      403: {
        headers: {
          "X-Request-Id": components["headers"]["RequestId"];
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"] & {
            /** @constant */
            status?: 403;
            /** @enum {unknown} */
            code?: "FORBIDDEN";
          };
        };
      };
      /** @description `ORDER_NOT_FOUND` 没有找到这笔订单 */
      404: {
        headers: {
          "X-Request-Id": components["headers"]["RequestId"];
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"] & {
            /** @constant */
            status?: 404;
            /** @enum {unknown} */
            code?: "ORDER_NOT_FOUND";
          };
        };
      };
      /**
       * @description `ORDER_NOT_REFUNDABLE` 这笔订单现在不能退款
       *
       *     `IDEMPOTENCY_KEY_REUSED` 同一个幂等键不能用于不同的请求
       */
      409: {
        headers: {
          "X-Request-Id": components["headers"]["RequestId"];
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"] & {
            /** @constant */
            status?: 409;
            /** @enum {unknown} */
            code?: "ORDER_NOT_REFUNDABLE" | "IDEMPOTENCY_KEY_REUSED";
          };
        };
      };
      /** @description `BODY_TOO_LARGE` 提交的内容太大 */
      413: {
        headers: {
          "X-Request-Id": components["headers"]["RequestId"];
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"] & {
            /** @constant */
            status?: 413;
            /** @enum {unknown} */
            code?: "BODY_TOO_LARGE";
          };
        };
      };
      /** @description `UNSUPPORTED_MEDIA_TYPE` 不支持这种内容格式 */
      415: {
        headers: {
          "X-Request-Id": components["headers"]["RequestId"];
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"] & {
            /** @constant */
            status?: 415;
            /** @enum {unknown} */
            code?: "UNSUPPORTED_MEDIA_TYPE";
          };
        };
      };
      /** @description `TOO_MANY_REQUESTS` 操作太频繁，请稍后再试 */
      429: {
        headers: {
          "X-Request-Id": components["headers"]["RequestId"];
          "Retry-After": components["headers"]["RetryAfter"];
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"] & {
            /** @constant */
            status?: 429;
            /** @enum {unknown} */
            code?: "TOO_MANY_REQUESTS";
          };
        };
      };
      /** @description `INTERNAL` 系统出了问题，我们已经记录，请稍后再试 */
      500: {
        headers: {
          "X-Request-Id": components["headers"]["RequestId"];
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"] & {
            /** @constant */
            status?: 500;
            /** @enum {unknown} */
            code?: "INTERNAL";
          };
        };
      };
      /**
       * @description `BUSY` 系统繁忙，请稍后再试
       *
       *     `OUTCOME_UNKNOWN` 没能确认这次操作是否已经完成，请先查看最新状态，再决定要不要重试
       */
      503: {
        headers: {
          "X-Request-Id": components["headers"]["RequestId"];
          "Retry-After": components["headers"]["RetryAfter"];
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"] & {
            /** @constant */
            status?: 503;
            /** @enum {unknown} */
            code?: "BUSY" | "OUTCOME_UNKNOWN";
          };
        };
      };
    };
  };
  postV1CheckoutSessions: {
    parameters: {
      query?: never;
      header?: {
        /** @description 同一个键、同一个请求得到同一个回答；换了请求是 409。回答是 OUTCOME_UNKNOWN 时带同一个键重试；不带键的重试可能做第二次 */
        "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
      };
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        "application/json": {
          /** @description 产品自己的用户编号 */
          customerId: string;
          item:
            | {
                productId: number;
              }
            | {
                planCode: string;
                /** @description 时长：monthly 一个月 · yearly 一年 · 其他如 3-day、2-week、3-month */
                billingCycle: string;
              };
          /** @description 付款之后送买家去哪里，会加上 `checkout_session_id`；它不证明任何事 */
          successUrl: string;
          /** @description 买家不付款时回到哪里；默认 successUrl 的网站 */
          cancelUrl?: string;
          /** @description 你自己的记号，原样交还 */
          metadata?: {
            [key: string]: string;
          };
        };
      };
    };
    responses: {
      /** @description 已新建 */
      201: {
        headers: {
          "X-Request-Id": components["headers"]["RequestId"];
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["CheckoutSession"];
        };
      };
      /** @description `VALIDATION_FAILED` 提交的内容有误，请检查后再试 */
      400: {
        headers: {
          "X-Request-Id": components["headers"]["RequestId"];
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"] & {
            /** @constant */
            status?: 400;
            /** @enum {unknown} */
            code?: "VALIDATION_FAILED";
          };
        };
      };
      /** @description `BAD_SECRET` 密钥无效 */
      401: {
        headers: {
          "X-Request-Id": components["headers"]["RequestId"];
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"] & {
            /** @constant */
            status?: 401;
            /** @enum {unknown} */
            code?: "BAD_SECRET";
          };
        };
      };
      /** @description `FORBIDDEN` 没有权限进行此操作 */
      403: {
        headers: {
          "X-Request-Id": components["headers"]["RequestId"];
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"] & {
            /** @constant */
            status?: 403;
            /** @enum {unknown} */
            code?: "FORBIDDEN";
          };
        };
      };
      /**
       * @description `PRODUCT_NOT_FOUND` 没有找到这个商品，可能已下架
       *
       *     `PLAN_NOT_FOUND` 没有找到这个套餐，可能已下架
       *
       *     `TERM_NOT_FOUND` 这个套餐不卖这个时长，可能刚刚改过
       *
       *     `CUSTOMER_NOT_FOUND` 没有找到这个客户
       */
      404: {
        headers: {
          "X-Request-Id": components["headers"]["RequestId"];
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"] & {
            /** @constant */
            status?: 404;
            /** @enum {unknown} */
            code?: "PRODUCT_NOT_FOUND" | "PLAN_NOT_FOUND" | "TERM_NOT_FOUND" | "CUSTOMER_NOT_FOUND";
          };
        };
      };
      /**
       * @description `SALES_STOPPED` 商店暂停售卖，已有的订单仍可付款
       *
       *     `IDEMPOTENCY_KEY_REUSED` 同一个幂等键不能用于不同的请求
       *
       *     `MEMBER_CLOSED` 这个账户已经关闭
       */
      409: {
        headers: {
          "X-Request-Id": components["headers"]["RequestId"];
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"] & {
            /** @constant */
            status?: 409;
            /** @enum {unknown} */
            code?: "SALES_STOPPED" | "IDEMPOTENCY_KEY_REUSED" | "MEMBER_CLOSED";
          };
        };
      };
      /** @description `BODY_TOO_LARGE` 提交的内容太大 */
      413: {
        headers: {
          "X-Request-Id": components["headers"]["RequestId"];
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"] & {
            /** @constant */
            status?: 413;
            /** @enum {unknown} */
            code?: "BODY_TOO_LARGE";
          };
        };
      };
      /** @description `UNSUPPORTED_MEDIA_TYPE` 不支持这种内容格式 */
      415: {
        headers: {
          "X-Request-Id": components["headers"]["RequestId"];
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"] & {
            /** @constant */
            status?: 415;
            /** @enum {unknown} */
            code?: "UNSUPPORTED_MEDIA_TYPE";
          };
        };
      };
      /** @description `TOO_MANY_REQUESTS` 操作太频繁，请稍后再试 */
      429: {
        headers: {
          "X-Request-Id": components["headers"]["RequestId"];
          "Retry-After": components["headers"]["RetryAfter"];
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"] & {
            /** @constant */
            status?: 429;
            /** @enum {unknown} */
            code?: "TOO_MANY_REQUESTS";
          };
        };
      };
      /** @description `INTERNAL` 系统出了问题，我们已经记录，请稍后再试 */
      500: {
        headers: {
          "X-Request-Id": components["headers"]["RequestId"];
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"] & {
            /** @constant */
            status?: 500;
            /** @enum {unknown} */
            code?: "INTERNAL";
          };
        };
      };
      /**
       * @description `BUSY` 系统繁忙，请稍后再试
       *
       *     `OUTCOME_UNKNOWN` 没能确认这次操作是否已经完成，请先查看最新状态，再决定要不要重试
       */
      503: {
        headers: {
          "X-Request-Id": components["headers"]["RequestId"];
          "Retry-After": components["headers"]["RetryAfter"];
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"] & {
            /** @constant */
            status?: 503;
            /** @enum {unknown} */
            code?: "BUSY" | "OUTCOME_UNKNOWN";
          };
        };
      };
    };
  };
  getV1CheckoutSessionsById: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description 成功 */
      200: {
        headers: {
          "X-Request-Id": components["headers"]["RequestId"];
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["CheckoutSession"];
        };
      };
      /** @description `VALIDATION_FAILED` 提交的内容有误，请检查后再试 */
      400: {
        headers: {
          "X-Request-Id": components["headers"]["RequestId"];
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"] & {
            /** @constant */
            status?: 400;
            /** @enum {unknown} */
            code?: "VALIDATION_FAILED";
          };
        };
      };
      /** @description `BAD_SECRET` 密钥无效 */
      401: {
        headers: {
          "X-Request-Id": components["headers"]["RequestId"];
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"] & {
            /** @constant */
            status?: 401;
            /** @enum {unknown} */
            code?: "BAD_SECRET";
          };
        };
      };
      /** @description `FORBIDDEN` 没有权限进行此操作 */
      403: {
        headers: {
          "X-Request-Id": components["headers"]["RequestId"];
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"] & {
            /** @constant */
            status?: 403;
            /** @enum {unknown} */
            code?: "FORBIDDEN";
          };
        };
      };
      /** @description `CHECKOUT_NOT_FOUND` 没有找到这次付款 */
      404: {
        headers: {
          "X-Request-Id": components["headers"]["RequestId"];
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"] & {
            /** @constant */
            status?: 404;
            /** @enum {unknown} */
            code?: "CHECKOUT_NOT_FOUND";
          };
        };
      };
      /** @description `TOO_MANY_REQUESTS` 操作太频繁，请稍后再试 */
      429: {
        headers: {
          "X-Request-Id": components["headers"]["RequestId"];
          "Retry-After": components["headers"]["RetryAfter"];
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"] & {
            /** @constant */
            status?: 429;
            /** @enum {unknown} */
            code?: "TOO_MANY_REQUESTS";
          };
        };
      };
      /** @description `INTERNAL` 系统出了问题，我们已经记录，请稍后再试 */
      500: {
        headers: {
          "X-Request-Id": components["headers"]["RequestId"];
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"] & {
            /** @constant */
            status?: 500;
            /** @enum {unknown} */
            code?: "INTERNAL";
          };
        };
      };
      /** @description `BUSY` 系统繁忙，请稍后再试 */
      503: {
        headers: {
          "X-Request-Id": components["headers"]["RequestId"];
          "Retry-After": components["headers"]["RetryAfter"];
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"] & {
            /** @constant */
            status?: 503;
            /** @enum {unknown} */
            code?: "BUSY";
          };
        };
      };
    };
  };
  postV1PortalSessions: {
    parameters: {
      query?: never;
      header?: {
        /** @description 同一个键、同一个请求得到同一个回答；换了请求是 409。回答是 OUTCOME_UNKNOWN 时带同一个键重试；不带键的重试可能做第二次 */
        "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
      };
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        "application/json": {
          /** @description 产品自己的用户编号 */
          customerId: string;
          /** @description 「返回」去哪里；默认没有这个按钮 */
          returnUrl?: string;
        };
      };
    };
    responses: {
      /** @description 成功 */
      200: {
        headers: {
          "X-Request-Id": components["headers"]["RequestId"];
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["PortalSession"];
        };
      };
      /** @description `VALIDATION_FAILED` 提交的内容有误，请检查后再试 */
      400: {
        headers: {
          "X-Request-Id": components["headers"]["RequestId"];
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"] & {
            /** @constant */
            status?: 400;
            /** @enum {unknown} */
            code?: "VALIDATION_FAILED";
          };
        };
      };
      /** @description `BAD_SECRET` 密钥无效 */
      401: {
        headers: {
          "X-Request-Id": components["headers"]["RequestId"];
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"] & {
            /** @constant */
            status?: 401;
            /** @enum {unknown} */
            code?: "BAD_SECRET";
          };
        };
      };
      /** @description `FORBIDDEN` 没有权限进行此操作 */
      403: {
        headers: {
          "X-Request-Id": components["headers"]["RequestId"];
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"] & {
            /** @constant */
            status?: 403;
            /** @enum {unknown} */
            code?: "FORBIDDEN";
          };
        };
      };
      /** @description `CUSTOMER_NOT_FOUND` 没有找到这个客户 */
      404: {
        headers: {
          "X-Request-Id": components["headers"]["RequestId"];
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"] & {
            /** @constant */
            status?: 404;
            /** @enum {unknown} */
            code?: "CUSTOMER_NOT_FOUND";
          };
        };
      };
      /**
       * @description `IDEMPOTENCY_KEY_REUSED` 同一个幂等键不能用于不同的请求
       *
       *     `MEMBER_CLOSED` 这个账户已经关闭
       */
      409: {
        headers: {
          "X-Request-Id": components["headers"]["RequestId"];
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"] & {
            /** @constant */
            status?: 409;
            /** @enum {unknown} */
            code?: "IDEMPOTENCY_KEY_REUSED" | "MEMBER_CLOSED";
          };
        };
      };
      /** @description `BODY_TOO_LARGE` 提交的内容太大 */
      413: {
        headers: {
          "X-Request-Id": components["headers"]["RequestId"];
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"] & {
            /** @constant */
            status?: 413;
            /** @enum {unknown} */
            code?: "BODY_TOO_LARGE";
          };
        };
      };
      /** @description `UNSUPPORTED_MEDIA_TYPE` 不支持这种内容格式 */
      415: {
        headers: {
          "X-Request-Id": components["headers"]["RequestId"];
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"] & {
            /** @constant */
            status?: 415;
            /** @enum {unknown} */
            code?: "UNSUPPORTED_MEDIA_TYPE";
          };
        };
      };
      /** @description `TOO_MANY_REQUESTS` 操作太频繁，请稍后再试 */
      429: {
        headers: {
          "X-Request-Id": components["headers"]["RequestId"];
          "Retry-After": components["headers"]["RetryAfter"];
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"] & {
            /** @constant */
            status?: 429;
            /** @enum {unknown} */
            code?: "TOO_MANY_REQUESTS";
          };
        };
      };
      /** @description `INTERNAL` 系统出了问题，我们已经记录，请稍后再试 */
      500: {
        headers: {
          "X-Request-Id": components["headers"]["RequestId"];
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"] & {
            /** @constant */
            status?: 500;
            /** @enum {unknown} */
            code?: "INTERNAL";
          };
        };
      };
      /**
       * @description `BUSY` 系统繁忙，请稍后再试
       *
       *     `OUTCOME_UNKNOWN` 没能确认这次操作是否已经完成，请先查看最新状态，再决定要不要重试
       */
      503: {
        headers: {
          "X-Request-Id": components["headers"]["RequestId"];
          "Retry-After": components["headers"]["RetryAfter"];
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"] & {
            /** @constant */
            status?: 503;
            /** @enum {unknown} */
            code?: "BUSY" | "OUTCOME_UNKNOWN";
          };
        };
      };
    };
  };
}
