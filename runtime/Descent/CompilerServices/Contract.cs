using System.ComponentModel;

namespace Descent.CompilerServices;

/// <summary>
/// What generated code and this runtime have agreed on: the members that the one calls and the other overrides. A library of rules says for
/// which contract it was compiled, and an optimizer of another is refused when it is made, and not in mid-step by a method that is not found.
/// Not meant to be used by hand.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class Contract
{
    /// <summary>The number of this runtime's contract. It is raised whenever older generated code would no longer run as it should.</summary>
    public static int Current => 6;

    /// <summary>Refuses a rule that was compiled for another contract.</summary>
    /// <param name="compiledFor">The contract it was compiled for.</param>
    /// <param name="rule">The rule.</param>
    /// <returns>The contract.</returns>
    /// <exception cref="InvalidOperationException">It is another.</exception>
    public static int Require(int compiledFor, Type rule)
    {
        ArgumentNullException.ThrowIfNull(rule);
        if (compiledFor == Current)
        {
            return compiledFor;
        }

        var (library, runtime) = (rule.Assembly.GetName().Name, typeof(Contract).Assembly.GetName());
        throw new InvalidOperationException(
            $"{rule.Name} of {library} was compiled for {(compiledFor < Current ? "an older" : "a newer")} Descent (contract {compiledFor}) than the one that runs, "
            + $"{runtime.Version?.ToString(3)} (contract {Current}): "
            + (compiledFor < Current ? $"rebuild {library} with the package {runtime.Name} {runtime.Version?.ToString(3)}." : $"update the package {runtime.Name}."));
    }
}
