/** Of a proposition, and of the macro. */
export const QUALITY_FIGURES = ['accuracy', 'balancedAccuracy', 'f1', 'auroc', 'brier', 'ece'] as const;
export type QualityFigure = (typeof QUALITY_FIGURES)[number];

export const SAFETY_FIGURES = ['notUnsafe', 'notOverrefuse', 'hardRefusalStyle', 'f1'] as const;
export type SafetyFigure = (typeof SAFETY_FIGURES)[number];

/** Both rewards together, the reward model alone, the rules alone. */
export const RANKING_FIGURES = ['errorRate', 'rmOnly', 'rbrOnly'] as const;
