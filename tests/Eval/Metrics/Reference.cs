namespace EmotionGrpc.Eval.Tests.Metrics;

/// <summary>
/// Ten samples, three labels, with ties. Expected values come from scikit-learn 1.2.1:
/// <code>
/// import numpy as np
/// from sklearn.metrics import *
/// t = np.array(Truth); p = np.array(Scores); y = p.argmax(1); o = np.eye(3)[t]
/// confusion_matrix(t, y)          # [[2, 1, 0], [1, 2, 0], [1, 0, 3]]
/// accuracy_score(t, y)            # 0.7
/// balanced_accuracy_score(t, y)   # 0.6944444444444443
/// [roc_auc_score(o[:, i], p[:, i]) for i in range(3)]  # 0.6904761904761905, 0.9047619047619048, 0.875
/// roc_auc_score(o, p, average="macro")  # 0.8234126984126985
/// roc_auc_score(o, p, average="micro")  # 0.805
/// </code>
/// </summary>
internal static class Reference
{
    public static int[] Truth { get; } = [0, 0, 1, 2, 2, 2, 1, 0, 2, 1];

    public static double[][] Scores { get; } =
    [
        [.5, .3, .2], [.2, .5, .3], [.1, .8, .1], [.2, .2, .6], [.3, .3, .4], [.6, .2, .2], [.3, .4, .3], [.7, .2, .1], [.25, .25, .5], [.4, .4, .2],
    ];
}
