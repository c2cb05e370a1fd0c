using Descent.CompilerServices;

namespace Descent;

/// <summary>
/// A step was cut short after it had begun to write: memory that was there when the step began was gone when it was reached for. No step
/// is counted, and the optimizer refuses further steps until <see cref="Optimizer.ResolveIncompleteStep"/> tells it how to go on.
/// </summary>
public sealed class IncompleteStepException : InvalidOperationException
{
    /// <summary>Makes an exception that names no parameters.</summary>
    public IncompleteStepException()
    {
    }

    /// <summary>Makes an exception that names no parameters.</summary>
    /// <param name="message">What happened.</param>
    public IncompleteStepException(string message)
        : base(message)
    {
    }

    /// <summary>Makes an exception that names no parameters.</summary>
    /// <param name="message">What happened.</param>
    /// <param name="innerException">Why.</param>
    public IncompleteStepException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    internal IncompleteStepException(RuleMethod method, IReadOnlyList<Parameter> written, Exception cause)
        : base($"{cause.Message} The step was cut short, and no step is counted. Weights and states may have been written, in part or whole, of {Names(written)}; all others are as they were. Call ResolveIncompleteStep before the next step.", cause)
        => (Method, Written) = (method, written);

    /// <summary>The parameters whose weights and states may have been written, in part or whole. All others are as they were before the step.</summary>
    public IReadOnlyList<Parameter> Written { get; } = [];

    internal RuleMethod Method { get; }

    private static string Names(IReadOnlyList<Parameter> written)
    {
        const int Most = 8;
        var names = string.Join(", ", written.Take(Most).Select(parameter => $"'{parameter.Name}'"));
        return written.Count > Most ? $"{names} and {written.Count - Most} more" : names;
    }
}
