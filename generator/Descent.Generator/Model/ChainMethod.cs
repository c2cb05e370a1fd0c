using Descent.Generator.Infrastructure;

namespace Descent.Generator.Model;

/// <summary>A method that the compiler writes for a chain: the calls of its parts.</summary>
internal sealed record ChainMethod(RuleMethod Kind, EquatableArray<ChainCall> Calls)
{
    /// <summary>Whether it calls a method that is obsolete, and so must be obsolete itself.</summary>
    public bool IsObsolete { get; init; }
}

/// <summary>A call of a part: whether it turns the update into another, its method, and its arguments.</summary>
internal sealed record ChainCall(bool IsTransform, string Method, EquatableArray<ChainArgument> Arguments);

/// <summary>An argument of such a call.</summary>
/// <param name="Name">The parameter or hyperparameter that is passed.</param>
/// <param name="IsByReference">Whether it is passed by reference.</param>
/// <param name="IsHyperparameter">Which of the two it is.</param>
internal sealed record ChainArgument(string Name, bool IsByReference, bool IsHyperparameter);
