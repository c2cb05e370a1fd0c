namespace Descent.Generator.Reading;

/// <summary>The ids of all diagnostics. An id is never used again for something else.</summary>
internal static class DiagnosticIds
{
    // Structure.
    public const string NotPartial = "DSC0001";
    public const string NoUpdate = "DSC0002";
    public const string SeveralMethods = "DSC0003";
    public const string WrongParameter = "DSC0004";
    public const string WrongHyperparameter = "DSC0005";
    public const string Unsupported = "DSC0006";
    public const string WrongClass = "DSC0007";
    public const string DuplicateName = "DSC0008";
    public const string DefaultOutOfRange = "DSC0009";
    public const string NotCompiled = "DSC0010";
    public const string SwappedRoles = "DSC0011";
    public const string NotSealed = "DSC0012";
    public const string ReservedName = "DSC0013";
    public const string NearName = "DSC0014";
    public const string ChangedStates = "DSC0015";
    public const string NotOnCuda = "DSC0016";
    public const string NotMarked = "DSC0017";
    public const string UnknownBodyVersion = "DSC0020";
    public const string DamagedBody = "DSC0021";
    public const string NotInlineable = "DSC0022";
    public const string WrongPart = "DSC0023";

    // Dataflow.
    public const string WeightNotWritten = "DSC0101";
    public const string GradientNotRead = "DSC0102";
    public const string StateNotRead = "DSC0103";
    public const string StateNotWritten = "DSC0104";
    public const string HyperparameterNotUsed = "DSC0105";
    public const string StepNotUsed = "DSC0106";
    public const string ValueNotUsed = "DSC0107";
    public const string ConstantCondition = "DSC0108";
    public const string ReductionNotUsed = "DSC0109";
    public const string StillState = "DSC0110";

    // Mathematics.
    public const string SlippedParenthesis = "DSC0201";
    public const string WrongAverageWeights = "DSC0202";
    public const string MissingBiasCorrection = "DSC0203";
    public const string WrongBiasCorrection = "DSC0204";
    public const string ZeroBiasCorrection = "DSC0205";
    public const string LearningRateTwice = "DSC0206";
    public const string CoupledWeightDecay = "DSC0207";
    public const string DivisionByZero = "DSC0211";
    public const string NegativeOperand = "DSC0212";
    public const string NegativeBase = "DSC0213";
    public const string VanishingConstant = "DSC0214";
    public const string StepUp = "DSC0215";
    public const string Scale = "DSC0216";
    public const string GrowingWeights = "DSC0217";
    public const string Divergence = "DSC0218";
    public const string Asymmetry = "DSC0219";
    public const string UnusualDegree = "DSC0220";
    public const string Cancellation = "DSC0221";
    public const string FloatingPointEquality = "DSC0222";
    public const string TruncatedDivision = "DSC0223";
    public const string SinglePrecision = "DSC0224";
    public const string FunctionForEachWeight = "DSC0225";
    public const string ScatteredFactors = "DSC0226";
    public const string Drift = "DSC0227";
    public const string LearningRateEffect = "DSC0228";

    // Use.
    public const string HyperparameterOutOfRange = "DSC0301";
    public const string NeverStepped = "DSC0302";
    public const string AddWhileTraining = "DSC0303";
    public const string GradientsAreWeights = "DSC0304";
    public const string BeforeGradientNotCalled = "DSC0305";
}
