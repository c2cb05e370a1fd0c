using System.Diagnostics.CodeAnalysis;

namespace Descent.Cuda;

/// <summary>NVIDIA's driver refused something; the message has its words.</summary>
[SuppressMessage("Design", "CA1032", Justification = "Only the driver's answers are thrown.")]
public sealed class CudaException : Exception
{
    internal CudaException(string message, int code)
        : base(message) => Code = code;

    /// <summary>The driver's number of the error, a <c>CUresult</c>; 0 if it came from elsewhere.</summary>
    public int Code { get; }
}
