namespace Descent.Generator.Tests.Documentation;

/// <summary>The built-in rules by what they have in common, in the order in which one looks for them.</summary>
internal static class RuleFamilies
{
    public static readonly (string Title, string[] Rules)[] All =
    [
        ("Gradient descent and momentum",
            ["Sgd", "SgdW", "HeavyBallMomentum", "VelocityMomentum", "MovingAverageMomentum", "NesterovLookAhead", "NesterovRewritten", "SgdPyTorch", "Qhm", "AccSgd", "OptimisticSgd", "Pid", "PolyakSgd", "LookaheadMomentum", "AggMo", "AggMoUpToEight"]),
        ("Signs",
            ["SignSgd", "Signum", "Lion", "Tiger", "Rprop", "RpropPlus"]),
        ("Scaled by squared gradients",
            ["AdaGrad", "AdaDelta", "MadGrad", "MirrorMadGrad", "Ftrl", "RmsProp", "RmsPropWithMomentum", "CenteredRmsProp", "CenteredRmsPropWithMomentum"]),
        ("Adam and its family",
            ["Adam", "AdamEpsilonHat", "AdamEpsilonInside", "AdamWithoutBiasCorrection", "AdamW", "AdamWCautiousDecay", "AdamD", "AdamAtan2", "AdaMax", "AmsGrad", "Padam", "NAdam", "NAdamWithoutSchedule", "RAdam", "Ranger", "AdaBelief", "AdaBeliefAmsGrad", "RectifiedAdaBelief", "AcProp", "AdaBound", "AmsBound", "AdaMod", "Yogi", "QhAdam", "Adan", "Adopt", "AdEmaMix", "SimplifiedAdEmaMix", "DiffGrad", "Grams", "LaProp"]),
        ("With sums over each tensor",
            ["Lamb", "Lars", "NovoGrad", "CautiousAdamW", "CautiousAmsGrad", "CautiousNAdamW", "CautiousLion", "StableAdamW", "AdaNorm", "AdamP", "SgdP", "Mars", "MarsLion", "Fromage", "ScaledTiger", "Apollo"]),
        ("With values of rows and columns",
            ["Adafactor", "AdafactorWithMomentum", "AdafactorPyTorch", "Sm3", "Sm3WithMomentum", "Came", "AdamMini", "AdamPByRows", "SgdPByRows"]),
        ("With sums over all tensors",
            ["LambWithClipping", "AdanWithClipping", "Adai", "Sam"]),
        ("Finding their own step size",
            ["Prodigy", "DAdaptAdam", "DAdaptSgd", "DAdaptAdaGrad", "DAdaptLion", "DoG"]),
        ("Trained at one point and evaluated at another",
            ["ScheduleFreeSgd", "ScheduleFreeAdamW", "ScheduleFreeRAdam", "Asgd"]),
        ("Given an estimate of the Hessian",
            ["SophiaG", "SophiaH", "AdaHessian"]),
        ("With random values",
            ["Sgld"]),
    ];
}
