// What the compiler looks for and netstandard2.0 lacks. The package of polyfills usually taken for this is larger than the need.
namespace System.Runtime.CompilerServices
{
    internal static class IsExternalInit;

    [System.AttributeUsage(System.AttributeTargets.All, Inherited = false)]
    internal sealed class RequiredMemberAttribute : System.Attribute;

    [System.AttributeUsage(System.AttributeTargets.All, Inherited = false)]
    internal sealed class CompilerFeatureRequiredAttribute(string featureName) : System.Attribute
    {
        public string FeatureName { get; } = featureName;
    }
}

namespace System.Diagnostics.CodeAnalysis
{
    [System.AttributeUsage(System.AttributeTargets.Constructor)]
    internal sealed class SetsRequiredMembersAttribute : System.Attribute;

    [System.AttributeUsage(System.AttributeTargets.Parameter)]
    internal sealed class NotNullWhenAttribute(bool returnValue) : System.Attribute
    {
        public bool ReturnValue { get; } = returnValue;
    }
}
