namespace Descent.Training;

/// <summary>
/// Newton's step was refused because the Hessian with its damping is not positive definite: the step would lead to a saddle or a maximum,
/// or is not determined. No weight was changed.
/// </summary>
public sealed class IndefiniteHessianException : InvalidOperationException
{
    /// <summary>Makes an exception without figures.</summary>
    public IndefiniteHessianException()
        : this("The Hessian is not positive definite.")
    {
    }

    /// <summary>Makes an exception with a message.</summary>
    /// <param name="message">The message.</param>
    public IndefiniteHessianException(string message)
        : base(message)
    {
    }

    /// <summary>Makes an exception with a message and a cause.</summary>
    /// <param name="message">The message.</param>
    /// <param name="innerException">The cause.</param>
    public IndefiniteHessianException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }

    internal IndefiniteHessianException(double smallestEigenvalue, double damping)
        : this(Schedule.Text(
            $"The Hessian is not positive definite: its smallest eigenvalue is {smallestEigenvalue:G6}, and Damping is {damping:G6}. Newton's step need not lead downhill here; set Damping above {Math.Max(0, -smallestEigenvalue):G6}, or leave along CriticalPointReport.EscapeDirection."))
        => (SmallestEigenvalue, Damping) = (smallestEigenvalue, damping);

    /// <summary>The smallest eigenvalue of the Hessian, without damping.</summary>
    public double SmallestEigenvalue { get; }

    /// <summary>The damping that was not enough.</summary>
    public double Damping { get; }
}
