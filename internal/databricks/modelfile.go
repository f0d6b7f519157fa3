package databricks

import (
	"io"
	"net/http"
	"path"
	"strings"

	"github.com/databricks/databricks-sdk-go/service/catalog"
	"github.com/databricks/databricks-sdk-go/service/files"
)

// mountModelFiles mounts the part of the Files API where the files of model versions are: /Models/catalog/schema/model/
// version. Files of a version can be written until it is finalized.
func (u *unity) mountModelFiles() {
	u.fake.HandleRaw("PUT /api/2.0/fs/files/Models/{path...}", u.putFile)
	u.fake.HandleRaw("GET /api/2.0/fs/files/Models/{path...}", u.getFile)
	u.fake.HandleRaw("GET /api/2.0/fs/directories/Models/{path...}", u.listFiles)
}

// place finds the version and the file that a path names.
func (u *unity) place(p string) (*modelVersion, string, error) {
	parts := strings.SplitN(strings.Trim(p, "/"), "/", 5)
	if len(parts) < 4 {
		return nil, "", Missing("No such directory: /Models/%s", p)
	}
	_, v, err := u.findText(strings.Join(parts[:3], "."), parts[3])
	if err != nil {
		return nil, "", err
	}
	return v, strings.Join(parts[4:], ""), nil
}

func (u *unity) putFile(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(r.Body)
	u.fake.Locked(func() {
		if err != nil {
			return
		}
		var v *modelVersion
		var name string
		if v, name, err = u.place(r.PathValue("path")); err != nil {
			return
		}
		_, exists := v.files[name]
		switch {
		case v.status != catalog.ModelVersionInfoStatusPendingRegistration:
			err = Refuse(http.StatusForbidden, "PERMISSION_DENIED", "The model version is %s: its files cannot be changed", v.status)
		case name == "" || path.Clean(name) != name:
			err = Invalid("%q is not the path of a file", name)
		case exists && r.URL.Query().Get("overwrite") != "true":
			err = Refuse(http.StatusConflict, "ALREADY_EXISTS", "The file exists")
		default:
			v.files[name] = body
		}
	})
	if err != nil {
		WriteRefusal(w, err)
		return
	}
	w.WriteHeader(http.StatusNoContent)
}

func (u *unity) getFile(w http.ResponseWriter, r *http.Request) {
	var body []byte
	var err error
	u.fake.Locked(func() {
		var v *modelVersion
		var name string
		if v, name, err = u.place(r.PathValue("path")); err != nil {
			return
		}
		var ok bool
		if body, ok = v.files[name]; !ok {
			err = Refuse(http.StatusNotFound, "NOT_FOUND", "The file does not exist")
		}
	})
	if err != nil {
		WriteRefusal(w, err)
		return
	}
	w.Header().Set("Content-Type", "application/octet-stream")
	_, _ = w.Write(body) // the peer may be gone
}

func (u *unity) listFiles(w http.ResponseWriter, r *http.Request) {
	var out files.ListDirectoryResponse
	var err error
	u.fake.Locked(func() {
		var v *modelVersion
		var dir string
		if v, dir, err = u.place(r.PathValue("path")); err != nil {
			return
		}
		out.Contents = list(v.files, dir, "/Models/"+strings.Trim(r.PathValue("path"), "/"))
		if len(out.Contents) == 0 && dir != "" {
			err = Refuse(http.StatusNotFound, "NOT_FOUND", "The directory does not exist")
		}
	})
	if err != nil {
		WriteRefusal(w, err)
		return
	}
	writeJSON(w, http.StatusOK, out)
}

// list returns the direct children of a folder.
func list(all map[string][]byte, dir, root string) []files.DirectoryEntry {
	var out []files.DirectoryEntry
	seen := map[string]bool{}
	for _, name := range sortedKeys(all) {
		rest := name
		if dir != "" {
			var inside bool
			if rest, inside = strings.CutPrefix(name, dir+"/"); !inside {
				continue
			}
		}
		first, _, deeper := strings.Cut(rest, "/")
		if seen[first] {
			continue
		}
		seen[first] = true
		e := files.DirectoryEntry{Name: first, Path: root + "/" + first, IsDirectory: deeper}
		if !deeper {
			e.FileSize = int64(len(all[name]))
		}
		out = append(out, e)
	}
	return out
}
