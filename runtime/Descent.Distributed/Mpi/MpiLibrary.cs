using System.Runtime.InteropServices;
using System.Text;

namespace Descent.Distributed;

/// <summary>
/// The functions of an MPI library that was found on this machine. The two families differ in what a handle is: in OpenMPI a pointer, to an object that the library
/// exports; in MPICH, and what has its binary interface, an <see cref="int"/> that the interface fixes.
/// </summary>
internal sealed unsafe class MpiLibrary
{
    private const int LongestText = 8192;

    /// <summary>The tag of what a rank tells when it leaves: the largest that every MPI has.</summary>
    public const int TagOfDepartures = 32767;

    /// <summary>The tag of what its process tells when it ends after a failure.</summary>
    public const int TagOfExits = TagOfDepartures - 1;

    private static readonly string[] s_openNames = ["libmpi.so.40", "libmpi.40.dylib", "libmpi.so"];
    private static readonly string[] s_mpichNames = ["libmpich.so.12", "libmpi.so.12", "libmpi.12.dylib"];

    private readonly nint _library;
    private readonly delegate* unmanaged<void*, int, nint, int, int, nint, void*, int> _send, _receive;
    private readonly delegate* unmanaged<int, void*, int*, nint, int> _testAll;
    private readonly delegate* unmanaged<void*, int> _cancel;
    private readonly delegate* unmanaged<int, int, nint, int*, nint, int> _probe;
    private readonly delegate* unmanaged<void*, int, nint, int, int, nint, nint, int> _take;

    private MpiLibrary(nint library, string name)
    {
        _library = library;
        Name = name;
        IsOpen = NativeLibrary.TryGetExport(library, "ompi_mpi_comm_world", out var world);
        World = IsOpen ? world : 0x44000000;
        Byte = IsOpen ? Export("ompi_mpi_byte") : 0x4c00010d;
        ErrorsReturn = IsOpen ? Export("ompi_mpi_errors_return") : 0x54000001;
        IgnoreStatuses = IsOpen ? 0 : 1;
        RequestSize = IsOpen ? sizeof(nint) : sizeof(int);
        _send = (delegate* unmanaged<void*, int, nint, int, int, nint, void*, int>)Export("MPI_Isend");
        _receive = (delegate* unmanaged<void*, int, nint, int, int, nint, void*, int>)Export("MPI_Irecv");
        _testAll = (delegate* unmanaged<int, void*, int*, nint, int>)Export("MPI_Testall");
        _cancel = (delegate* unmanaged<void*, int>)Export("MPI_Cancel");
        _probe = (delegate* unmanaged<int, int, nint, int*, nint, int>)Export("MPI_Iprobe");
        _take = (delegate* unmanaged<void*, int, nint, int, int, nint, nint, int>)Export("MPI_Recv");
    }

    /// <summary>The file that it was found as.</summary>
    public string Name { get; }

    /// <summary>Whether it is OpenMPI.</summary>
    public bool IsOpen { get; }

    /// <summary>How many bytes the handle of a message under way takes.</summary>
    public int RequestSize { get; }

    private nint World { get; }

    private nint Byte { get; }

    private nint ErrorsReturn { get; }

    private nint IgnoreStatuses { get; }

    /// <summary>Looks for a library: the one that is named, or that of the launcher that started this process, or any.</summary>
    /// <param name="name">A file, or <see langword="null"/>.</param>
    /// <param name="reason">Why there is none.</param>
    public static MpiLibrary? Find(string? name, out string reason)
    {
        var isMpich = Environment.GetEnvironmentVariable("OMPI_COMM_WORLD_SIZE") is null
            && (Environment.GetEnvironmentVariable("PMI_SIZE") ?? Environment.GetEnvironmentVariable("MPI_LOCALNRANKS")) is not null;
        string[] names = name is not null ? [name] : isMpich ? [.. s_mpichNames, .. s_openNames] : [.. s_openNames, .. s_mpichNames];
        foreach (var candidate in names)
        {
            if (NativeLibrary.TryLoad(candidate, out var library))
            {
                if (NativeLibrary.TryGetExport(library, "MPI_Init_thread", out _))
                {
                    reason = "";
                    return new(library, candidate);
                }

                NativeLibrary.Free(library);
            }
        }

        reason = $"There is no MPI on this machine, or not where libraries are looked for: none of {string.Join(", ", names)} could be loaded. Debian has OpenMPI as openmpi-bin, and MPICH as mpich.";
        return null;
    }

    /// <summary>Begins, unless somebody has.</summary>
    /// <returns>Whether it has begun here, and so ends here.</returns>
    public bool Begin()
    {
        const int oneThreadAtATime = 2;
        int isBegun, given;
        Check(((delegate* unmanaged<int*, int>)Export("MPI_Initialized"))(&isBegun), "MPI_Initialized");
        if (isBegun == 0)
        {
            Check(((delegate* unmanaged<int*, void*, int, int*, int>)Export("MPI_Init_thread"))(null, null, oneThreadAtATime, &given), "MPI_Init_thread");
            if (given < oneThreadAtATime)
            {
                throw new CommunicationException($"{Name} lets no thread but its first send messages.");
            }
        }

        Check(((delegate* unmanaged<nint, nint, int>)Export("MPI_Comm_set_errhandler"))(World, ErrorsReturn), "MPI_Comm_set_errhandler");
        return isBegun == 0;
    }

    public int CountRanks() => Number("MPI_Comm_size");

    public int FindRank() => Number("MPI_Comm_rank");

    /// <summary>The library's name and version, as it says them.</summary>
    public string Version
    {
        get
        {
            var text = stackalloc byte[LongestText];
            int length;
            Check(((delegate* unmanaged<byte*, int*, int>)Export("MPI_Get_library_version"))(text, &length), "MPI_Get_library_version");
            return Encoding.UTF8.GetString(text, length).Split('\n')[0].Trim('\0', ' ');
        }
    }

    public void Send(void* bytes, int count, int rank, int tag, void* request) => Check(_send(bytes, count, Byte, rank, tag, World, request), "MPI_Isend");

    public void Receive(void* bytes, int count, int rank, int tag, void* request) => Check(_receive(bytes, count, Byte, rank, tag, World, request), "MPI_Irecv");

    /// <summary>Whether a message with a tag can be taken.</summary>
    public bool HasCome(int rank, int tag)
    {
        int hasCome;
        Check(_probe(rank, tag, World, &hasCome, IgnoreStatuses), "MPI_Iprobe");
        return hasCome != 0;
    }

    /// <summary>Takes a message that has come.</summary>
    public void Take(void* bytes, int count, int rank, int tag) => Check(_take(bytes, count, Byte, rank, tag, World, IgnoreStatuses), "MPI_Recv");

    public bool AreDone(int count, void* requests)
    {
        int areDone;
        Check(_testAll(count, requests, &areDone, IgnoreStatuses), "MPI_Testall");
        return areDone != 0;
    }

    public void Cancel(void* request) => _ = _cancel(request);

    public void End() => Check(((delegate* unmanaged<int>)Export("MPI_Finalize"))(), "MPI_Finalize");

    /// <summary>Messages of several lengths are not taken for one another: MPI takes a shorter one than is awaited without a word.</summary>
    public static int TagOf(int count) => count % TagOfExits;

    private int Number(string function)
    {
        int number;
        Check(((delegate* unmanaged<nint, int*, int>)Export(function))(World, &number), function);
        return number;
    }

    private nint Export(string name) => NativeLibrary.GetExport(_library, name);

    private void Check(int code, string function)
    {
        if (code == 0)
        {
            return;
        }

        var text = stackalloc byte[LongestText];
        int length;
        var words = ((delegate* unmanaged<int, byte*, int*, int>)Export("MPI_Error_string"))(code, text, &length) == 0 ? Encoding.UTF8.GetString(text, length) : "an unknown error";
        throw new CommunicationException(FormattableString.Invariant($"{function} of {Name} failed with {code}: {words}"));
    }
}
