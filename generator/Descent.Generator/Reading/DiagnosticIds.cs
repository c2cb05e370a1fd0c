namespace Descent.Generator.Reading;

/// <summary>The ids of all diagnostics. An id is never used again for something else.</summary>
internal static class DiagnosticIds
{
    public const string NotPartial = "DSC0001";
    public const string NoUpdate = "DSC0002";
    public const string SeveralMethods = "DSC0003";
    public const string WrongParameter = "DSC0004";
    public const string WrongHyperparameter = "DSC0005";
    public const string Unsupported = "DSC0006";
    public const string WrongClass = "DSC0007";
    public const string DuplicateName = "DSC0008";
    public const string UnknownBodyVersion = "DSC0020";
    public const string DamagedBody = "DSC0021";
    public const string NotInlineable = "DSC0022";
    public const string WrongPart = "DSC0023";
}
